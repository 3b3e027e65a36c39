import * as z from "zod";
import type { Metadata } from "./json.ts";
import { limits } from "./limits.ts";

export type { JsonValue, Metadata } from "./json.ts";

const forbiddenKeys = new Set(["__proto__", "constructor", "prototype"]);

const isPlainObject = (value: object) => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

const scalarProblem = (value: unknown): string | undefined => {
  switch (typeof value) {
    case "boolean":
      return undefined;
    case "string":
      return value.isWellFormed() && !value.includes("\0") ? undefined : "must hold well-formed strings without NUL";
    case "number":
      if (!Number.isFinite(value)) return "must hold finite numbers";
      if (Object.is(value, -0)) return "must not hold -0, which JSON text does not keep";
      return Number.isInteger(value) && !Number.isSafeInteger(value)
        ? "must hold integers between -(2^53 - 1) and 2^53 - 1"
        : undefined;
    default:
      return value === null ? undefined : "must hold only JSON values";
  }
};

const keyProblem = (key: string, longest: number): string | undefined => {
  if (forbiddenKeys.has(key)) return `must not use the key ${key}`;
  if (key.length > longest) return `must have keys of at most ${longest} characters`;
  return scalarProblem(key);
};

type Sizes = Record<"keys" | "keyLength" | "bytes", number>;

const sizes: Sizes = { keys: limits.metadataKeys, keyLength: limits.metadataKeyLength, bytes: limits.metadataBytes };

/** A patch may name more than its result has, to remove it. Its depth is that of its result. */
const patchSizes: Sizes = { keys: limits.bodyBytes, keyLength: limits.bodyBytes, bytes: limits.bodyBytes };

/** Says what is wrong with a value as metadata, or nothing. Without recursion, so that deep nesting cannot exhaust the stack. */
export function metadataProblem(value: unknown, most = sizes): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return "must be a JSON object";
  const pending: { node: unknown; depth: number }[] = [{ node: value, depth: 1 }];
  let keys = 0;
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, depth } = next;
    if (typeof node !== "object" || node === null) {
      const problem = scalarProblem(node);
      if (problem) return problem;
      continue;
    }
    if (depth > limits.metadataDepth) return `must be at most ${limits.metadataDepth} levels deep`;
    if (Array.isArray(node)) {
      if (node.length > most.bytes) return tooLarge(most.bytes);
      for (const item of node) pending.push({ node: item, depth: depth + 1 });
      continue;
    }
    if (!isPlainObject(node)) return "must hold only JSON values";
    for (const [key, item] of Object.entries(node)) {
      if (++keys > most.keys) return `must have at most ${most.keys} keys`;
      const problem = keyProblem(key, most.keyLength);
      if (problem) return problem;
      pending.push({ node: item, depth: depth + 1 });
    }
  }
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  return bytes > most.bytes ? tooLarge(most.bytes) : undefined;
}

const tooLarge = (bytes: number) => `must be at most ${bytes / 1024} KiB of JSON`;

const checkedBy = (most: Sizes) =>
  z.custom<Metadata>().superRefine((value, context) => {
    const problem = metadataProblem(value, most);
    if (problem) context.addIssue({ code: "custom", message: problem });
  });

/**
 * A JSON object: at most 16 KiB of JSON, 32 levels, 1,000 keys of 256 characters. The keys `__proto__`, `constructor` and `prototype` are
 * refused. Numbers are doubles (RFC 8259, 6), so digits beyond the 17th are rounded and `1e-400` is 0. Integers beyond 2^53 - 1, -0, and
 * what is no double, such as `1e400`, are refused. Avoid keys that JSON text escapes (quotation marks, backslashes, control characters): the
 * JSON parser of Node 24 and 26 may read one such key as another (https://github.com/nodejs/node/issues/63785).
 */
export const metadata = checkedBy(sizes).meta({
  description: "JSON object: at most 16 KiB, 32 levels, 1,000 keys; numbers are doubles",
  typeName: "Metadata",
});

/** Metadata of a public form, of which strangers may send very many. */
export const publicMetadata = checkedBy({ ...sizes, bytes: limits.publicMetadataBytes }).meta({
  description: "JSON object: at most 1 KiB, 32 levels; numbers are doubles",
  typeName: "Metadata",
});

/** A change of metadata as JSON Merge Patch (RFC 7396): `null` removes a key, absent keys stay. The limits hold for the result. */
export const metadataPatch = checkedBy(patchSizes).meta({
  description: "JSON Merge Patch (RFC 7396); the result has metadata's limits",
  typeName: "Metadata",
});

/** Metadata in answers. It was checked when it was stored. */
export const storedMetadata = z
  .custom<Metadata>((value) => typeof value === "object" && value !== null)
  .meta({ description: "JSON object", typeName: "Metadata" });
