import { contract, type Input, idPrefixes, limits, type Procedure, type ProcedureName, scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { newId } from "../ids.ts";
import { examples, mutationNames, procedureNames } from "../testing/examples.ts";
import { masked } from "../testing/masked.ts";
import { expectSound } from "../testing/soundness.ts";
import { openPopulatedRoster, type PopulatedRoster } from "../testing/world.ts";

const actor = { name: "tester", scopes };

type Fields = Record<string, unknown>;

/** Every bulk call that names its rows, with the procedure that does for one row what it does for all. */
const bulkCalls = mutationNames.flatMap((name) => {
  const { rows }: Extract<Procedure, { kind: "mutation" }> = contract[name];
  const single = procedureNames.find((one) => contract[one] === rows?.single);
  const isNumber = rows?.field === "count";
  return rows && single && !isNumber ? [{ name, single, field: rows.field }] : [];
});

type BulkCall = (typeof bulkCalls)[number];

/** The field of the single call that a row is the value of, if its rows are ids. */
const idFieldOf = ({ field }: BulkCall) => (field.endsWith("_ids") ? field.slice(0, -1) : undefined);

const call = async (directory: PopulatedRoster, name: ProcedureName, input: unknown) =>
  directory.roster.call(name, input as Input<ProcedureName>, actor); // made of the examples of its procedure

/** Inputs of the single call: one that succeeds, then one for each of its refusals, as far as all can be rows of one bulk call. */
async function inputsOf(bulk: BulkCall, directory: PopulatedRoster) {
  const { sample, refusals = {} } = examples[bulk.single];
  const inputs: Fields[] = [];
  for (const make of [sample, ...Object.values(refusals)] as (typeof sample)[])
    inputs.push({ ...(await make(directory.world, directory)) });
  const shared = sharedBy(bulk, inputs[0] ?? {});
  const idField = idFieldOf(bulk);
  return inputs
    .map((input) => ({ ...shared, ...input }))
    .filter((input) => Object.entries(shared).every(([name, value]) => input[name] === value))
    .filter((input, index, all) => !idField || all.findIndex((one) => one[idField] === input[idField]) === index);
}

/** The fields that all rows of a bulk call share. */
const sharedBy = ({ name, field }: BulkCall, input: Fields): Fields => {
  const fields = "shape" in contract[name].input ? Object.keys(contract[name].input.shape) : [];
  return Object.fromEntries(Object.entries(input).filter(([one]) => one !== field && fields.includes(one)));
};

/** The bulk call for inputs of the single one. */
function together(bulk: BulkCall, inputs: readonly Fields[]): Fields {
  const shared = sharedBy(bulk, inputs[0] ?? {});
  const idField = idFieldOf(bulk);
  const row = (input: Fields) =>
    idField ? input[idField] : Object.fromEntries(Object.entries(input).filter(([name]) => !(name in shared)));
  return { ...shared, [bulk.field]: inputs.map(row) };
}

const comparable = (value: unknown): unknown => JSON.parse(masked(JSON.stringify(value)));

/** The result that a row should have, from the answer of a call for it alone. */
function resultOf(answer: Awaited<ReturnType<typeof call>>) {
  if (answer.ok) return { ok: true, answer: answer.data ?? null };
  const { message, data } = answer.failure;
  const { error_code: code, field_errors = [], reasons = [], retry_after = null } = data;
  return { ok: false, error: { code, message, field_errors, reasons, retry_after } };
}

test.for(bulkCalls)("each row of $name has the result that $single has alone", async (bulk) => {
  await using oneByOne = await openPopulatedRoster();
  await using atOnce = await openPopulatedRoster();
  const alone: unknown[] = [];
  for (const input of await inputsOf(bulk, oneByOne)) alone.push(resultOf(await call(oneByOne, bulk.single, input)));

  const answer = await call(atOnce, bulk.name, together(bulk, await inputsOf(bulk, atOnce)));

  const { results } = (answer.ok ? answer.data : { results: [] }) as { results: { ok: boolean }[] }; // the shape of each bulk answer
  const found = results.map(({ ok, ...rest }) =>
    ok ? { ok, answer: Object.values(rest)[0] ?? null } : { ok, ...rest },
  );
  expect(comparable(found)).toEqual(comparable(alone));
  expect(new Set(found.map(({ ok }) => ok))).toEqual(new Set([true, false]));
  await expectSound(atOnce.databaseUrl);
});

test.for(bulkCalls)("$name takes 1 to 100 rows, and an id once", async (bulk) => {
  await using directory = await openPopulatedRoster();
  const [input = {}] = await inputsOf(bulk, directory);
  const idField = idFieldOf(bulk);
  const prefixes = Object.entries(idPrefixes);
  const kindOf = (id: unknown) => prefixes.find(([, prefix]) => String(id).startsWith(`${prefix}_`))?.[0];
  const many = (count: number) => {
    const kind = kindOf(idField && input[idField]) as keyof typeof idPrefixes | undefined; // a key of the constant
    return Array.from({ length: count }, () => (idField && kind ? { ...input, [idField]: newId(kind) } : input));
  };
  const asked = (inputs: readonly Fields[]) => call(directory, bulk.name, { ...together(bulk, inputs) });
  const refused = (message: unknown) => ({
    ok: false,
    failure: { data: { error_code: "invalid_input", field_errors: [{ path: bulk.field, message }] } },
  });

  const before = await directory.dump();
  const none = { ...sharedBy(bulk, input), [bulk.field]: [] };
  expect(await call(directory, bulk.name, none)).toMatchObject(refused("must have at least 1 entry"));
  expect(await asked(many(limits.bulkRows + 1))).toMatchObject(refused("must have at most 100 entries"));
  if (idField) expect(await asked([input, input])).toMatchObject(refused("must have each id once"));
  expect(await directory.dump()).toEqual(before);

  const answer = await asked(many(limits.bulkRows));
  expect(answer.ok && Object.values(answer.data ?? {})[0]).toHaveLength(limits.bulkRows);
});
