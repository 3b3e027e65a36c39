import {
  contract,
  type ErrorCode,
  type IdKind,
  type Input,
  idPrefixes,
  type Procedure,
  type ProcedureName,
  scopes,
} from "@roster/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "../ids.ts";
import { examples, procedureNames, samplesOf } from "../testing/examples.ts";
import type { TestRoster } from "../testing/roster.ts";
import { openPopulatedRoster, type PopulatedRoster, type World } from "../testing/world.ts";

// A refusal changes nothing, so all of them share one world.
let directory: PopulatedRoster;
let samples: Map<ProcedureName, object | undefined>;
beforeAll(async () => {
  directory = await openPopulatedRoster();
  samples = new Map(await samplesOf(directory.world, directory, procedureNames));
});
afterAll(() => directory[Symbol.asyncDispose]());

const actor = { name: "tester", scopes };

/** Calls a procedure with any input. If it is refused, expects that it changed nothing. */
async function ask<P extends ProcedureName>(name: P, input: unknown) {
  const before = await directory.dump();
  const answer = await directory.roster.call(name, input as Input<P>, actor); // the input may be invalid on purpose
  expect(answer.ok ? before : await directory.dump(), `${name} was refused but left something`).toEqual(before);
  return answer;
}

describe("every code that the contract lists for a procedure can occur, and then nothing has changed", () => {
  const listed = procedureNames.flatMap((name) => contract[name].errors.map((code) => [name, code] as const));

  test.for(listed)("%s answers %s", async ([name, code]) => {
    const provoke: (world: World, directory: TestRoster) => unknown = Reflect.get(examples[name].refusals ?? {}, code);
    const input = await provoke(directory.world, directory);

    expect(await ask(name, input)).toMatchObject({
      ok: false,
      failure: {
        message: expect.any(String),
        data: { error_code: code, request_id: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    });
  });
});

const codesOfRows = (name: ProcedureName): readonly ErrorCode[] => {
  const entry: Procedure = contract[name];
  return (entry.kind === "mutation" && entry.rows?.errors) || [];
};

/** The code of all rows of a bulk answer; any other answer as it is. */
function codeOfAll(answer: unknown) {
  if (typeof answer !== "object" || !answer || !("results" in answer)) return answer;
  const { results } = answer as { results: { error?: { code: string } }[] }; // the shape of each bulk answer
  const codes = new Set(results.map(({ error }) => error?.code));
  return codes.size === 1 ? [...codes][0] : answer;
}

describe("the id of a record", () => {
  const kinds = Object.keys(idPrefixes) as IdKind[]; // the keys of a constant

  /** The fields of a call that hold an id, or a list of ids, with the kind of the id. */
  const idFields = (name: ProcedureName) =>
    Object.entries(samples.get(name) ?? {}).flatMap(([field, value]) => {
      const kind = kinds.find((one) => String(value).startsWith(`${idPrefixes[one]}_`));
      return kind ? [{ field, kind, isList: Array.isArray(value) }] : [];
    });

  test.for(procedureNames)(
    "that is not there finds nothing, or is refused by a code of the contract: %s",
    async (name) => {
      const nothing = expect.objectContaining({ data: [], has_more: false, next_cursor: null });
      for (const { field, kind } of idFields(name).filter(({ isList }) => !isList)) {
        const answer = await ask(name, { ...samples.get(name), [field]: newId(kind) });
        const found = answer.ok ? codeOfAll(answer.data) : answer.failure.data.error_code;
        expect([...contract[name].errors, ...codesOfRows(name), nothing], field).toContainEqual(found);
      }
    },
  );

  const ofOneKind = procedureNames.filter((name) => name !== "fetchAuditLog"); // its target may be any record

  test.for(ofOneKind)("of the wrong kind or shape is refused by the name of its field: %s", async (name) => {
    for (const { field, kind, isList } of idFields(name)) {
      const right = newId(kind);
      const wrong = [
        newId(kind === "audit_entry" ? "user" : "audit_entry"),
        right.toUpperCase(),
        right.replace("_", ""),
        ` ${right}`,
        `${right}\n`,
        right.slice(0, -1),
        `${idPrefixes[kind]}_8${right.slice(-25)}`, // beyond 128 bits
        `${idPrefixes[kind]}_' or 1=1 --`,
        "1",
        7,
        null,
        [right],
        { $ne: null },
      ];
      for (const id of wrong) {
        const answer = await ask(name, { ...samples.get(name), [field]: isList ? [id] : id });
        const path = isList ? `${field}.0` : field;
        expect(answer, `${field}: ${JSON.stringify(id)}`).toMatchObject({
          ok: false,
          failure: { data: { error_code: "invalid_input", field_errors: [{ path }] } },
        });
      }
    }
  });
});

const hostile = [
  null,
  true,
  0,
  -1,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  "",
  " ",
  "%",
  "\0",
  "a\ud800",
  "line\nbreak",
  "' or 1=1 --",
  "__proto__",
  "x".repeat(100_000),
  [],
  ["a", "b"],
  {},
  { $ne: null },
  JSON.parse('{"__proto__": {"admin": true}}'),
  new Date(0),
];

test.for(procedureNames)(
  "for any value in any field, %s answers or refuses, and never fails unexpectedly",
  async (name) => {
    await using own = await openPopulatedRoster();
    const fields =
      "shape" in contract[name].input ? Object.keys(contract[name].input.shape) : ["page", "cursor", "search"];
    const sample = await examples[name].sample(own.world, own);
    const codes = new Set<string>(["invalid_input", ...contract[name].errors]);
    for (const field of fields) {
      for (const value of hostile) {
        own.pass(15 * 60_000); // to stay below every limit
        const input = { ...sample, [field]: value };
        const answer = await own.roster.call(name, input, actor);
        const outcome = answer.ok ? "ok" : answer.failure.data.error_code;
        expect(answer.ok || codes.has(outcome), `${field}: ${JSON.stringify(value)} was answered ${outcome}`).toBe(
          true,
        );
      }
    }
  },
);
