import { jsonLanguage } from "@codemirror/lang-json";
import type { Metadata } from "@roster/client";
import { documentOf, unsetNulls } from "./documents.ts";

export interface Problem {
  from: number;
  to: number;
  message: string;
}

/** What the server said about a part of the document; the path is dotted, and empty for the whole. */
export interface DocumentFault {
  path: string;
  message: string;
}

const treeOf = (text: string) => jsonLanguage.parser.parse(text);
type Node = ReturnType<typeof treeOf>["topNode"];

/** What keeps a text from being saved, each at its place. */
export function problemsOf(text: string, before: Metadata): Problem[] {
  try {
    JSON.parse(text);
  } catch (error) {
    return [syntaxProblem(text, String(error))];
  }
  const document = documentOf(text);
  if (!document) return [{ from: 0, to: text.length, message: 'Metadata is an object, such as { "plan": "team" }' }];
  return unsetNulls(before, document).map((path) => ({
    ...placeOf(text, path),
    message: "null is not stored: it removes the key. Leave the key out, or give it another value",
  }));
}

/** The first place at which the text stops being JSON, and what to do there. */
function syntaxProblem(text: string, error: string): Problem {
  let from = Number(/position (\d+)/.exec(error)?.[1] ?? Number.NaN);
  treeOf(text).iterate({
    enter: (node) => {
      if (node.type.isError && (Number.isNaN(from) || node.from < from)) from = node.from;
    },
  });
  if (Number.isNaN(from)) from = 0;
  const before = text.slice(0, from).trimEnd();
  const next = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  const letter = text[next];
  const there = (message: string) => ({ from: next, to: Math.min(next + 1, text.length), message });
  if (letter === undefined) {
    return { from: before.length, to: before.length, message: "The text ends too early. Close what is still open" };
  }
  if (documentOf(before)) return there("Nothing may follow the end of the document");
  if (before.endsWith(",") && /[}\]]/.test(letter)) {
    return { from: before.length - 1, to: before.length, message: "Remove this comma: nothing follows it" };
  }
  if (/["\d}\]\w]$/.test(before) && /["{[\d]/.test(letter)) {
    return { from: before.length, to: before.length, message: "A comma is missing here, or a colon after a key" };
  }
  if (letter === "'") return there("Use double quotes");
  if (letter === '"') return there("This text has no closing quote on its line, or a \\ that JSON does not know");
  if (letter === "/") return there("JSON has no comments");
  if (/[A-Za-z_]/.test(letter)) return there("Put this in double quotes");
  return there(`${letter} cannot stand here`);
}

const keyOf = (text: string, property: Node) => {
  const name = property.getChild("PropertyName");
  return name ? (JSON.parse(text.slice(name.from, name.to)) as string) : undefined; // a quoted key
};

/** Where a key stands, from its name to the end of its line. */
const lineOf = (text: string, { from }: Node) => {
  const end = text.indexOf("\n", from);
  return { from, to: end === -1 ? text.length : end };
};

/** The place of a path in a text that is JSON: of its last key that is there. */
function placeOf(text: string, path: readonly string[]): Pick<Problem, "from" | "to"> {
  let object = treeOf(text).topNode.getChild("Object");
  let found: Node | undefined;
  for (const name of path) {
    const property: Node | undefined = object?.getChildren("Property").findLast((one) => keyOf(text, one) === name);
    if (!property) break;
    found = property;
    object = property.getChild("Object");
  }
  return found ? lineOf(text, found) : { from: 0, to: Math.max(0, text.indexOf("\n")) };
}

/** The server's words at their places. Keys may hold dots, so each is looked for in the rest of the path. */
export function placed(text: string, { path, message }: DocumentFault): Problem {
  const names: string[] = [];
  let object = treeOf(text).topNode.getChild("Object");
  for (let rest = path; rest !== "" && object; ) {
    const property: Node | undefined = object.getChildren("Property").find((one) => {
      const key = keyOf(text, one);
      return key !== undefined && (rest === key || rest.startsWith(`${key}.`));
    });
    const key = property && keyOf(text, property);
    if (key === undefined) break;
    names.push(key);
    rest = rest.slice(key.length + 1);
    object = property?.getChild("Object") ?? null;
  }
  const named = /the key (\S+)$/.exec(message)?.[1];
  const at = names.length === 0 && named ? text.indexOf(JSON.stringify(named)) : -1;
  const place = at === -1 ? placeOf(text, names) : { from: at, to: at + JSON.stringify(named).length };
  return { ...place, message: message.charAt(0).toUpperCase() + message.slice(1) };
}

export const lineNumberOf = (text: string, { from }: Problem) => text.slice(0, from).split("\n").length;
