import { SimpleFaker } from "@faker-js/faker";
import { type ProcedureName, scopes } from "@roster/contract";
import { examples, procedureNames } from "./examples.ts";
import { type Fields, type Known, learnRecords, nothing, tokensIn } from "./history.known.ts";
import { randomFor } from "./history.random.ts";
import { type Values, valuesFrom } from "./history.values.ts";
import type { Operation } from "./twins.ts";

/** A procedure weighs more until it has succeeded, so that a history has a success of the rare ones too. */
const UNTIL_SUCCESS = 5;

/** The weight of each operation. */
const weightsAfter = ({ succeeded }: Known) => [
  { value: "pass", weight: 30 } as const,
  { value: "deliver", weight: 15 } as const,
  ...procedureNames.map((value) => ({
    value,
    weight: examples[value].random.weight * (succeeded.has(value) ? 1 : UNTIL_SUCCESS),
  })),
];

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A random history from a seed: each operation builds on the answers of earlier ones. */
export function createHistory(seed: number) {
  const faker = new SimpleFaker({ seed });
  const values = valuesFrom(faker);
  const known = nothing();

  function next(number: number): Operation {
    const act = faker.helpers.weightedArrayElement(weightsAfter(known));
    const { chance, pick } = values;
    const keys = known.records.api_key.map(({ id }) => String(id));
    const actor = {
      name: pick(chance(0.1) && keys.length > 0 ? keys : ["console", "backend"]),
      scopes: chance(0.03) ? faker.helpers.arrayElements(scopes) : scopes,
    };
    if (act === "pass")
      return {
        number,
        act,
        input: pick([1, 1, 1, 999, 1000, 30_000, 30_000, MINUTE, MINUTE, 11 * MINUTE, 70 * MINUTE, DAY, 3 * DAY]),
        actor,
      };
    if (act === "deliver") return { number, act, input: undefined, actor };
    const next = chance(0.2) ? known.soon.pop() : undefined;
    if (next) return { number, ...next, actor };
    const input = inputOf(act, values, known, number);
    return { number, act, input: chance(0.04) ? spoilt(input, values, known) : input, actor };
  }

  return { next, learn: (operation: Operation, answer: string) => learn(known, operation, JSON.parse(answer)) };
}
/** The same input with one unknown field. */
function spoilt(input: Fields, { pick }: Values, known: Known): Fields {
  const name = pick([...Object.keys(input).filter((name) => name !== "slug" && name !== "name"), "unheard_of"]);
  // In no other table: a search would find the random text.
  const ids = /^(?!external|provider).*_id$/.test(name)
    ? [known.records.user, known.records.organization].flatMap((records) => records.slice(-1).map(({ id }) => id))
    : [];
  const wrong = [undefined, null, 0, -1, 1.5, "", "x".repeat(5000), "\uD800", true, [], {}, ...ids, 10n, Number.NaN];
  return { ...input, [name]: pick(wrong) };
}

function inputOf(act: ProcedureName, values: Values, known: Known, number: number): Fields {
  const input = examples[act].random.input(randomFor(act, values, known, number));
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

type Learn = (known: Known, output: Fields, input: Fields) => void;
type Answer = { ok: boolean; data?: unknown };

/** Stores what an answer reveals about the directory. */
function learn(known: Known, { act, input }: Operation, answer: Answer | Fields[]) {
  if (Array.isArray(answer)) {
    for (const { carries, template } of answer) {
      known[template === "invitation" ? "tokens" : "passwordTokens"].push(...tokensIn(carries));
    }
    return;
  }
  if (!answer.ok || act === "pass" || act === "deliver") return;
  known.succeeded.add(act);
  const data = (answer.data ?? {}) as Fields; // the data of an answer is an object, or nothing
  const given = input as Fields; // a valid input is an object
  learnRecords(known, data, given);
  const learnFrom = examples[act].random.learn as Learn | undefined; // each `learn` gets the input and output of its own procedure
  learnFrom?.(known, data, given);
  if (typeof data.next_cursor === "string") {
    const { page: _, ...rest } = given;
    known.lists.push({ act, input: { ...rest, cursor: data.next_cursor } });
  }
  for (const [name, value] of Object.entries(given)) {
    if (/name|email|phone|external_id|slug/.test(name) && typeof value === "string") known.texts.push(value);
  }
}
