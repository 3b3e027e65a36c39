import type { Metadata } from "@roster/client";

/** Any value of a document; undefined where there is none. */
type Value = Metadata[string] | undefined;
type Path = readonly string[];

const isObject = (value: unknown): value is Metadata =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The document that a text is, or undefined. */
export function documentOf(text: string): Metadata | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export const textOf = (value: Value) => (value === undefined ? "" : JSON.stringify(value, null, 2));

const isSame = (one: Value, other: Value): boolean => {
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one);
    return (
      names.length === Object.keys(other).length &&
      names.every((name) => Object.hasOwn(other, name) && isSame(one[name], other[name]))
    );
  }
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  return one === other;
};

const own = (object: Metadata, name: string): Value => (Object.hasOwn(object, name) ? object[name] : undefined);

/** The JSON Merge Patch (RFC 7396) that turns one document into another: removed keys are null. */
export function mergePatch(before: Metadata, after: Metadata): Metadata {
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const changed = Object.entries(after).filter(([name, value]) => !isSame(own(before, name), value));
  return Object.fromEntries([
    ...removed.map((name) => [name, null] as const),
    ...changed.map(([name, value]) => {
      const old = own(before, name);
      return [name, isObject(old) && isObject(value) ? mergePatch(old, value) : value] as const;
    }),
  ]);
}

/** Paths of nulls that a merge patch cannot set, because null removes the key. Within arrays it can. */
export const unsetNulls = (before: Value, after: Metadata, path: Path = []): Path[] =>
  Object.entries(after).flatMap(([name, value]) => {
    const old = isObject(before) ? own(before, name) : undefined;
    if (isSame(old, value)) return [];
    const here = [...path, name];
    if (value === null) return [here];
    return isObject(value) ? unsetNulls(old, value, here) : [];
  });

const valueAt = (document: Metadata, path: Path): Value =>
  path.reduce<Value>((value, name) => (isObject(value) ? own(value, name) : undefined), document);

/** The document with a value at a path, or without one there. */
export function withValue(document: Metadata, [name = "", ...rest]: Path, value: Value): Metadata {
  const old = own(document, name);
  const next = rest.length > 0 ? withValue(isObject(old) ? old : {}, rest, value) : value;
  const others = Object.entries(document).filter(([other]) => other !== name);
  if (next === undefined) return Object.fromEntries(others);
  return Object.hasOwn(document, name)
    ? Object.fromEntries(Object.entries(document).map(([other, kept]) => [other, other === name ? next : kept]))
    : Object.fromEntries([...others, [name, next]]);
}

/** Paths at which two documents differ. */
const differences = (one: Metadata, other: Metadata, path: Path = []): Path[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].flatMap((name) => {
    const [left, right] = [own(one, name), own(other, name)];
    if (isSame(left, right)) return [];
    const here = [...path, name];
    return isObject(left) && isObject(right) ? differences(left, right, here) : [here];
  });

export interface Difference {
  path: Path;
  mine: Value;
  theirs: Value;
  /** Whether it was changed here as well. */
  isTouched: boolean;
}

/** What somebody else changed in a document that is changed here too, where the results differ. */
export function compare(before: Metadata, mine: Metadata, theirs: Metadata): Difference[] {
  const paths = differences(before, theirs).map((path) => {
    // Where mine has no object, the whole of what stands there is the difference.
    let length = path.length;
    while (length > 1 && !isObject(valueAt(mine, path.slice(0, length - 1)))) length -= 1;
    return path.slice(0, length);
  });
  const distinct = [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
  return distinct
    .map((path) => ({
      path,
      mine: valueAt(mine, path),
      theirs: valueAt(theirs, path),
      isTouched: !isSame(valueAt(before, path), valueAt(mine, path)),
    }))
    .filter((one) => !isSame(one.mine, one.theirs));
}
