import { describe, isNull, type JsonSchema } from "./schema.ts";

const WIDTH = 120;

export const header =
  "// Generated from the contract. Renew it with `npx pnpm@12.21.0 generate`, and do not edit it.\n";

/** The types that a file names, so that it can import them. */
export type Used = Set<string>;

/** A schema as a TypeScript type. */
export function typeOf(json: JsonSchema, used: Used): string {
  const name = json.$ref ?? json.typeName;
  if (name !== undefined) {
    used.add(name);
    return name;
  }
  if (json.const !== undefined) return JSON.stringify(json.const);
  if (json.enum) return union(json.enum.map((choice) => JSON.stringify(choice)));
  const branches = json.anyOf ?? json.oneOf;
  if (branches) return union(nullLast(branches).map((branch) => typeOf(branch, used)));
  if (Array.isArray(json.type)) return union(json.type);
  if (json.type === "array") return arrayOf(typeOf(json.items ?? {}, used));
  if (json.type === "object") return fieldsOf(json.properties ?? {}, new Set(json.required), used);
  if (json.type === "integer") return "number";
  if (json.type === undefined) throw new Error("a schema that JSON Schema cannot express needs `.meta({ typeName })`");
  return json.type;
}

const nullLast = (branches: readonly JsonSchema[]) =>
  branches.toSorted((a, b) => Number(isNull(a)) - Number(isNull(b)));

const union = (types: readonly string[]) => [...new Set(types)].join(" | ");

const arrayOf = (type: string) => (/^\w+$/.test(type) ? `${type}[]` : `(${type})[]`);

/** The body of an interface, each field with its documentation. */
export function fieldsOf(fields: Record<string, JsonSchema>, required: ReadonlySet<string>, used: Used) {
  const lines = Object.entries(fields).map(([field, json]) => {
    const mark = required.has(field) ? "" : "?";
    return `${comment([describe(json)], "  ")}  ${field}${mark}: ${typeOf(json, used)};\n`;
  });
  return `{\n${lines.join("")}}`;
}

/** A documentation comment, each paragraph on lines of its own. Empty without text. */
export function comment(paragraphs: readonly string[], indent = "") {
  const said = paragraphs.filter((text) => text !== "").map((text) => text.replaceAll("*/", "*\\/"));
  if (said.length === 0) return "";
  const [only = ""] = said;
  const line = `${indent}/** ${only} */\n`;
  if (said.length === 1 && line.length <= WIDTH + 1) return line;
  const lines = said.flatMap((text) => wrap(text, WIDTH - indent.length - " * ".length));
  return `${indent}/**\n${lines.map((text) => `${indent} * ${text}\n`).join("")}${indent} */\n`;
}

function wrap(text: string, width: number) {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines;
}

export const importOf = (used: Iterable<string>, from: string) => {
  const types = [...used].toSorted();
  return types.length === 0 ? "" : `import type { ${types.join(", ")} } from "${from}";\n`;
};
