import { expectTypeOf, test } from "vitest";
import type { z } from "zod";
import type { Input, Output, ProcedureName } from "./calls.ts";
import type { Contract } from "./contract.ts";
import type * as everything from "./index.ts";
import type { Records } from "./records.ts";
import type { Errors } from "./signatures.ts";

/** Whether two types are the same, optional fields and unions included. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- T makes the compiler compare the conditions themselves
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** The names among `K` whose generated type is not that of the schema. */
type Differing<K extends PropertyKey, Generated extends Record<K, unknown>, Inferred extends Record<K, unknown>> = {
  [P in K]: Same<Generated[P], Inferred[P]> extends true ? never : P;
}[K];

test("what is generated is of today's procedures", () => {
  expectTypeOf<ProcedureName>().toEqualTypeOf<keyof Contract>();
  expectTypeOf<Errors>().toEqualTypeOf<{
    [P in ProcedureName]: Contract[P]["errors"][number];
  }>();
});

test("the named type of each input is what its schema takes", () => {
  type Given = { [P in ProcedureName]: Input<P> };
  type Taken = { [P in ProcedureName]: z.input<Contract[P]["input"]> };
  expectTypeOf<Differing<ProcedureName, Given, Taken>>().toEqualTypeOf<never>();
});

test("the named type of each answer is what its schema gives", () => {
  type Declared = { [P in ProcedureName]: Output<P> };
  type Given = { [P in ProcedureName]: z.output<Contract[P]["output"]> };
  expectTypeOf<Differing<ProcedureName, Declared, Given>>().toEqualTypeOf<never>();
});

test("each named record is what the schema of the same name gives", () => {
  type Given = { [N in keyof Records]: z.output<(typeof everything)[N]> };
  expectTypeOf<Differing<keyof Records, Records, Given>>().toEqualTypeOf<never>();
});

test("a field that differs is noticed", () => {
  type Declared = { user: { name: string; nick?: string | null } };
  expectTypeOf<Differing<"user", Declared, { user: { name: string; nick?: string | null } }>>().toEqualTypeOf<never>();
  expectTypeOf<Differing<"user", Declared, { user: { name: string; nick?: string } }>>().toEqualTypeOf<"user">();
  expectTypeOf<Differing<"user", Declared, { user: { name: string; nick: string | null } }>>().toEqualTypeOf<"user">();
  expectTypeOf<Differing<"user", Declared, { user: { name: string } }>>().toEqualTypeOf<"user">();
});
