import { type JsonValue, type Metadata, metadataProblem } from "@roster/contract";
import { invalidInput } from "./errors.ts";

/**
 * Stored metadata after a JSON Merge Patch (RFC 7396), or `undefined` without a patch. A patch of `null` empties it. The result has
 * the same limits as metadata at creation.
 */
export function patchMetadata(field: string, stored: string, patch: Metadata | null | undefined) {
  if (patch === undefined) return undefined;
  if (patch === null) return "{}";
  const patched = mergePatch(JSON.parse(stored), patch);
  const problem = metadataProblem(patched);
  if (problem) throw invalidInput(field, problem);
  return JSON.stringify(patched);
}

const isObject = (value: JsonValue | undefined) =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;

/** RFC 7396, section 2. Works on entries, because metadata may have any key, even `hasOwnProperty`. */
function mergePatch(target: JsonValue | undefined, patch: JsonValue): JsonValue {
  const changes = isObject(patch);
  if (!changes) return patch;
  const merged = new Map(Object.entries(isObject(target) ?? {}));
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return Object.fromEntries(merged);
}
