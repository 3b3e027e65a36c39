import { describe, expect, test } from "vitest";
import * as z from "zod";
import type { ProcedureName } from "./calls.ts";
import { contract } from "./contract.ts";
import { commonErrors, errorCatalogue, mutationErrors, transportErrors } from "./errors.ts";
import { EventName, events, idPrefixes } from "./events.ts";
import * as everything from "./index.ts";
import { limits } from "./limits.ts";
import { pageInput, requiredPageInput } from "./page.ts";
import { mutation, type Procedure, query } from "./procedure.ts";
import { scopes } from "./scopes.ts";

const procedures: [string, Procedure][] = Object.entries(contract);

/** The object schema of an input, without defaults and refinements. */
function fieldsOf(input: z.ZodType): Record<string, z.ZodType> {
  if (input instanceof z.ZodObject) return input.shape;
  const { innerType } = input.def as { innerType?: z.ZodType }; // zod's wrappers have it
  if (!innerType) throw new Error("an input must be an object");
  return fieldsOf(innerType);
}

const isMost = (check: z.core.$ZodCheck, most: number) =>
  check instanceof z.core.$ZodCheckMaxLength && check._zod.def.maximum === most;

/** Whether a field has the rows of a bulk call, or their number. */
const hasRows = (schema: z.ZodType) =>
  (schema instanceof z.ZodArray && schema.def.checks?.some((check) => isMost(check, limits.bulkRows))) ||
  (schema instanceof z.ZodNumber && schema.maxValue === limits.bulkRows);

const isOptional = (field: z.ZodType | undefined) => field?.safeParse(undefined).success;

function describedIn(field: z.ZodType): string | undefined {
  const { innerType } = field.def as { innerType?: z.ZodType }; // zod's wrappers have it
  return field.description ?? (innerType && describedIn(innerType));
}

describe.for(procedures)("%s", ([name, procedure]) => {
  test("is a query if its name starts with fetch, and only then", () => {
    expect(procedure.kind).toBe(name.startsWith("fetch") ? "query" : "mutation");
  });

  test("says in a sentence what it does, and of each field what it is", () => {
    expect(procedure.description).toMatch(/^[A-Z].{10,}\.$/s);
    for (const [field, schema] of Object.entries(fieldsOf(procedure.input))) {
      expect(describedIn(schema) ?? "", field).toMatch(/\w{2}/);
    }
  });

  test("needs a scope that there is, or is public", () => {
    expect([...scopes, "public"]).toContain(procedure.scope);
  });

  test("lists each of its own codes once, and none that any procedure can answer", () => {
    expect(procedure.errors).toEqual([...new Set(procedure.errors)]);
    for (const code of procedure.errors) expect([...commonErrors, ...transportErrors]).not.toContain(code);
  });

  test("names the field of its rows, if it is a bulk call", () => {
    const fields = procedure.kind === "mutation" ? Object.entries(fieldsOf(procedure.input)) : [];
    const named = procedure.kind === "mutation" && procedure.rows ? [procedure.rows.field] : [];
    expect(named).toEqual(fields.flatMap(([field, schema]) => (hasRows(schema) ? [field] : [])));
  });

  test("hands each field of the input to the client's function once: one by one, or in its last argument", () => {
    const { args, rest, input } = procedure;
    const fields = fieldsOf(input);
    const left = Object.keys(fields).filter((field) => args && !args.includes(field));
    expect(args ?? []).toEqual([...new Set(args)]);
    expect(rest !== undefined).toBe(left.length > 0);
    if (rest?.endsWith("?")) for (const field of left) expect(isOptional(fields[field]), field).toBe(true);
    const firstOptional = args?.findIndex((field) => isOptional(fields[field])) ?? -1;
    if (firstOptional >= 0)
      for (const field of args?.slice(firstOptional) ?? []) expect(isOptional(fields[field])).toBe(true);
  });

  test("refuses a field that it does not know, by its name", () => {
    const known = fieldsOf(procedure.input);
    const tried = [
      "nonsense",
      "id",
      "tenant_id",
      "created_at",
      "password_hash",
      "deleted_at",
      "is_admin",
      "__proto__x",
    ];
    for (const field of tried.filter((one) => !(one in known))) {
      const { error } = procedure.input.safeParse({ [field]: 1 });
      const refused = error?.issues.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : []));
      expect(refused, field).toEqual([field]);
    }
  });

  test("takes nothing but an object, and no input only where all of it may be left out", () => {
    for (const input of [null, [], "x", 1, true]) expect(procedure.input.safeParse(input).success).toBe(false);
    expect(procedure.input.safeParse(undefined).success).toBe(procedure.input.safeParse({}).success);
  });
});

const records = Object.entries<unknown>(everything).filter(
  (entry): entry is [string, z.ZodObject] => /^[A-Z]/.test(entry[0]) && entry[1] instanceof z.ZodObject,
);

test.for(records)("of each field of a record %s says what it is", ([, record]) => {
  for (const [field, schema] of Object.entries(fieldsOf(record))) {
    expect(describedIn(schema) ?? "", field).toMatch(/\w{2}/);
  }
});

test("callers cannot set the fields that only the directory decides", () => {
  const decided = ["id", "is_active", "is_verified", "version", "created_at", "updated_at", "last_sign_in_at", "role"];
  for (const name of ["createUser", "updateUser"] satisfies ProcedureName[]) {
    for (const field of decided) expect(fieldsOf(contract[name].input), name).not.toHaveProperty(field);
  }
});

test("a procedure without a scope, a description, its errors or its events does not compile", () => {
  const silent = { description: "Does it.", input: z.strictObject({}), output: z.void(), errors: [] as const };
  const given = { ...silent, events: ["user.updated"] as const };
  const complete = mutation({ ...given, scope: "users:write" });
  // @ts-expect-error no scope
  mutation(given);
  // @ts-expect-error no such scope
  mutation({ ...given, scope: "users:everything" });
  // @ts-expect-error no such code
  mutation({ ...given, scope: "users:write", errors: ["user_lost"] });
  // @ts-expect-error no events
  mutation({ ...silent, scope: "users:write" });
  // @ts-expect-error not one event
  mutation({ ...silent, scope: "users:write", events: [] });
  // @ts-expect-error no such event
  mutation({ ...silent, scope: "users:write", events: ["user.lost"] });
  expect(complete.scope).toBe("users:write");
});

test("an argument that is no field of the input does not compile", () => {
  const input = z.strictObject({ user_id: z.string(), email: z.string() });
  const given = { scope: "users:write", description: "Does it.", input, output: z.void(), errors: [] } as const;
  const changing = { ...given, events: ["user.email_added"] } as const;
  const complete = mutation({ ...changing, args: ["user_id", "email"] });
  // @ts-expect-error the field is called user_id
  mutation({ ...changing, args: ["userId", "email"] });
  // @ts-expect-error no such last argument
  query({ ...given, args: ["user_id"], rest: "more" });
  expect(complete.args).toEqual(["user_id", "email"]);
});

const statusesOf = (ending: string) =>
  Object.entries(errorCatalogue).flatMap(([code, { status }]) => (code.endsWith(ending) ? [status] : []));

describe("the catalogue of errors", () => {
  test("has no unused code", () => {
    const answered = new Set<string>([
      ...commonErrors,
      ...mutationErrors,
      ...transportErrors,
      ...procedures.flatMap(([, one]) => one.errors),
    ]);
    expect(Object.keys(errorCatalogue).filter((code) => !answered.has(code))).toEqual([]);
  });

  test("names codes in snake case, each with a sentence and a status of failure", () => {
    for (const [code, { status, message }] of Object.entries(errorCatalogue)) {
      expect(code).toMatch(/^[a-z]+(_[a-z]+)*$/);
      expect(message).toMatch(/^[A-Z].*\.$/);
      expect(code === "unreachable" ? 400 : status).toBeGreaterThanOrEqual(400);
    }
    expect(new Set(statusesOf("_not_found"))).toEqual(new Set([404]));
    expect(new Set(statusesOf("_taken"))).toEqual(new Set([409]));
  });
});

describe("the list of events", () => {
  const listed = procedures.flatMap(([, one]) => (one.kind === "mutation" ? [one.events] : []));

  test("has no unused event", () => {
    const caused = new Set<EventName>(listed.flat());
    expect(EventName.options.filter((name) => !caused.has(name))).toEqual([]);
  });

  test("is named in a procedure's entry once each", () => {
    for (const names of listed) expect(names).toEqual([...new Set(names)]);
  });

  test("names what happened to which noun, and describes each in words of its own", () => {
    const descriptions = Object.values(events).map(({ description }) => description);
    for (const name of EventName.options) {
      expect(name).toMatch(/^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$/);
      expect(events[name].description, name).toMatch(/^[A-Z].*\.$/);
      expect(name.startsWith(events[name].target.split("_")[0] ?? "?"), name).toBe(true);
    }
    expect(new Set(descriptions).size).toBe(descriptions.length);
  });
});

test("the kinds of ids have prefixes of their own, in letters", () => {
  const prefixes = Object.values(idPrefixes);
  for (const prefix of prefixes) expect(prefix).toMatch(/^[a-z]+$/);
  expect(new Set(prefixes).size).toBe(prefixes.length);
});

test("the input of a list may be left out only where none of its fields is required", () => {
  const ofUser = { user_id: z.string() };
  // @ts-expect-error a required field
  void (() => pageInput(ofUser));

  expect(pageInput({ status: z.string().optional() }).safeParse(undefined).success).toBe(true);
  const input = requiredPageInput(ofUser);
  expect(input.safeParse(undefined).success).toBe(false);
  expect(input.parse({ user_id: "ada", page: 2 })).toEqual({ user_id: "ada", page: 2 });
  const both = input.safeParse({ user_id: "ada", page: 2, cursor: "next" });
  expect(both.error?.issues).toMatchObject([{ path: ["cursor"], message: "must not be given beside page" }]);
});
