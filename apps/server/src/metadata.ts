import { type Metadata, metadataProblem } from "@roster/contract";
import { apply } from "json-merge-patch";
import { invalidInput } from "./errors.ts";

/**
 * Stored metadata after a JSON Merge Patch (RFC 7396), or `undefined` when there is none to apply; `null` empties it. The
 * result has the same limits as what is given at creation.
 */
export function patchMetadata(field: string, stored: string, patch: Metadata | null | undefined) {
  if (patch === undefined) return undefined;
  if (patch === null) return "{}";
  const patched = apply(JSON.parse(stored), patch);
  const problem = metadataProblem(patched);
  if (problem) throw invalidInput(field, problem);
  return JSON.stringify(patched);
}
