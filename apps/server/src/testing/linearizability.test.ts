import { describe, expect, test } from "vitest";
import { findUnexplained, type Model, type Operation } from "./linearizability.ts";

/** A register that is read, written, and written if it has the expected value. */
type Act =
  | { kind: "read"; value: number }
  | { kind: "write"; value: number }
  | { kind: "replace"; expected: number; value: number; ok: boolean };

const register: Model<number, Act> = {
  initial: 0,
  next(state, act) {
    if (act.kind === "read") return act.value === state ? state : undefined;
    if (act.kind === "write") return act.value;
    if (act.ok !== (state === act.expected)) return undefined;
    return act.ok ? act.value : state;
  },
  isRead: (act) => act.kind === "read" || (act.kind === "replace" && !act.ok),
};

const read = (value: number): Act => ({ kind: "read", value });
const write = (value: number): Act => ({ kind: "write", value });
const replace = (expected: number, value: number, ok = true): Act => ({ kind: "replace", expected, value, ok });

type Line = [client: number, called: number, returned: number, act: Act];

const check = (...lines: Line[]) =>
  findUnexplained(
    register,
    lines.map(([client, called, returned, act]): Operation<Act> => ({ client, called, returned, act })),
  );

describe("the checker accepts", () => {
  test("operations one after the other", () => {
    expect(
      check([1, 0, 1, write(1)], [2, 2, 3, read(1)], [1, 4, 5, replace(1, 2)], [2, 6, 7, read(2)]),
    ).toBeUndefined();
  });

  test("a read during a write that sees the old value or the new one", () => {
    expect(check([1, 0, 10, write(1)], [2, 1, 2, read(0)], [2, 3, 4, read(1)])).toBeUndefined();
    expect(check([1, 0, 10, write(1)], [2, 1, 9, read(0)], [3, 2, 8, read(1)])).toBeUndefined();
  });

  test("an order that is neither that of the calls nor that of the returns", () => {
    expect(
      check([1, 0, 10, write(1)], [2, 1, 11, write(2)], [3, 2, 12, write(3)], [4, 3, 4, read(3)], [4, 13, 14, read(1)]),
    ).toBeUndefined();
  });

  test("a write of the value that is there, which comes later and undoes another one", () => {
    expect(check([1, 0, 1, write(1)], [1, 2, 9, write(1)], [2, 3, 8, write(2)], [1, 10, 11, read(1)])).toBeUndefined();
  });

  test("of two exchanges the one that was refused", () => {
    expect(check([1, 0, 3, replace(0, 1)], [2, 1, 4, replace(0, 2, false)], [3, 5, 6, read(1)])).toBeUndefined();
  });
});

describe("the checker finds", () => {
  test("a lost update", () => {
    const found = check([1, 0, 3, replace(0, 1)], [2, 1, 4, replace(0, 2)], [3, 5, 6, read(2)]);
    expect(found?.order).toHaveLength(1);
    expect(found?.next).toHaveLength(2);
  });

  test("a stale read", () => {
    expect(check([1, 0, 1, write(1)], [2, 2, 3, read(0)])).toMatchObject({ order: [{ act: write(1) }], state: 1 });
  });

  test("a value that was there, went and came back", () => {
    expect(check([1, 0, 10, write(1)], [2, 1, 2, read(1)], [2, 3, 4, read(0)])).toBeDefined();
  });

  test("a refusal without a reason", () => {
    expect(check([1, 0, 1, replace(0, 1, false)])).toMatchObject({ order: [], state: 0 });
  });

  test("one fault in a long history of eight clients", () => {
    const lines: Line[] = Array.from({ length: 1000 }, (_, index) => {
      const client = index % 8;
      return [client, index, index + 7.5, client < 4 ? write(index) : read(index - 4)];
    });
    expect(check(...lines)).toBeUndefined();
    expect(check(...lines.with(600, [0, 600, 607.5, write(-1)]))?.order.length).toBeGreaterThan(590);
  });
});
