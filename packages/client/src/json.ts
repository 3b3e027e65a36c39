import type { FieldError } from "@roster/contract/errors";

/** Far deeper than any input of the API, which the server refuses row by row. JSON.stringify has no room for much more. */
const MAX_DEPTH = 2000;

/** The first part of a value that JSON would refuse, lose or change. */
export function jsonFault(value: unknown, path = "", depth = 0): FieldError | undefined {
  const fault = (message: string) => ({ path, message });
  if (typeof value === "bigint" || typeof value === "function" || typeof value === "symbol")
    return fault(`must not be a ${typeof value}`);
  if (typeof value === "number" && (!Number.isFinite(value) || Object.is(value, -0)))
    return fault("must be a finite number, and not -0");
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Date) return Number.isNaN(+value) ? fault("must be a valid date") : undefined;
  if (depth > MAX_DEPTH) return fault("is nested too deeply");
  if ("toJSON" in value && typeof value.toJSON === "function") return jsonFault(value.toJSON(), path, depth + 1);
  if (!Array.isArray(value) && Symbol.iterator in value) return fault("must be an array or a plain object");
  for (const [name, part] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const partPath = path === "" ? String(name) : `${path}.${name}`;
    if (part === undefined && Array.isArray(value)) return { path: partPath, message: "must not be undefined" };
    const found = jsonFault(part, partPath, depth + 1);
    if (found) return found;
  }
  return undefined;
}
