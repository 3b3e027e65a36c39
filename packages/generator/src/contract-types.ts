import { type Signature, signatures } from "./procedures.ts";
import { describe, exported, type JsonSchema, named, toJsonSchema } from "./schema.ts";
import { comment, fieldsOf, header, importOf, typeOf, type Used } from "./typescript.ts";

const inputs = new Set(signatures.map(({ procedure }) => procedure.input));

/** The schemas of answers, and of their parts. */
export const records = [...named]
  .filter(([, schema]) => !inputs.has(schema))
  .map(([name, schema]) => [name, toJsonSchema(schema, "output")] as const)
  .toSorted(([a], [b]) => a.localeCompare(b));

/** A named type: an interface for an object, else an alias. */
function declare(name: string, json: JsonSchema, used: Used) {
  const documentation = comment([describe(json)]);
  return json.type === "object" && json.properties
    ? `${documentation}export interface ${name} ${typeOf(json, used)}\n`
    : `${documentation}export type ${name} = ${typeOf(json, used)};\n`;
}

export function recordsFile() {
  const used: Used = new Set();
  const types = records.map(([name, json]) => declare(name, json, used));
  const index = records.flatMap(([name]) => (exported.has(name) ? [`${name}: ${name};`] : [])).join("\n");
  return [
    header,
    importFrom("./json.ts", used, ["Metadata"]),
    ...types,
    `/** The type of each exported schema of an answer. */\nexport interface Records {\n${index}\n}\n`,
  ].join("\n");
}

export function inputsFile() {
  const used: Used = new Set();
  const types = signatures.flatMap((signature) => inputTypesOf(signature, used));
  return [
    header,
    importFrom("./json.ts", used, ["Metadata"]) + importFrom("./records.ts", used, [...named.keys()]),
    ...types,
  ].join("\n");
}

const importFrom = (file: string, used: Used, from: readonly string[]) =>
  importOf(
    from.filter((name) => used.has(name)),
    file,
  );

/** The type of the last argument, and that of the whole input when there are others. */
function inputTypesOf({ name, fields, required, args, rest, input }: Signature, used: Used) {
  const only = (wanted: readonly string[]) =>
    fieldsOf(Object.fromEntries(wanted.map((field) => [field, fields[field] ?? {}])), required, used);
  const place = args.length > 0 ? " as its last argument" : "";
  const last = rest && [
    comment([`The input of \`${name}\`${place}.`]),
    `export interface ${rest.type} ${only(rest.fields)}\n`,
  ];
  const whole = input !== rest?.type && [
    comment([`The input of \`${name}\` on the wire.`]),
    `export interface ${input} ${rest ? `extends ${rest.type} ` : ""}${only(args)}\n`,
  ];
  return [last, whole].flatMap((lines) => (lines ? [lines.join("")] : []));
}

/** Three flat maps, because with one nested map TypeScript accepts any procedure's answer for a generic `P`. */
export function signaturesFile() {
  const outputs = signatures.map(({ output }) => output).filter((output) => output !== "void");
  return [
    header,
    importOf(new Set(signatures.map(({ input }) => input)), "./inputs.ts") + importOf(new Set(outputs), "./records.ts"),
    mapOf("Inputs", "The input of each procedure.", ({ input, isInputOptional }) =>
      isInputOptional ? `${input} | undefined` : input,
    ),
    mapOf("Outputs", "The answer of each procedure.", ({ output }) => output),
    mapOf(
      "Errors",
      "The error codes of each procedure, beside those of every procedure.",
      ({ procedure }) => procedure.errors.map((code) => JSON.stringify(code)).join(" | ") || "never",
    ),
  ].join("\n");
}

export function argumentsFile() {
  const lines = signatures.map(({ name, args }) => `  ${name}: ${JSON.stringify(args)},\n`);
  return [
    header,
    'import type { Input, ProcedureName } from "./calls.ts";\n',
    `type Field<P extends ProcedureName> = keyof NonNullable<Input<P>>;\n`,
    `/** The fields of the input that the client's functions take one by one. The last argument has the others. */
export const fieldsOneByOne: { [P in ProcedureName]: readonly Field<P>[] } = {\n${lines.join("")}};\n`,
  ].join("\n");
}

function mapOf(name: string, what: string, typeFor: (signature: Signature) => string) {
  const lines = signatures.map((signature) => `  ${signature.name}: ${typeFor(signature)};\n`);
  return `${comment([what])}export interface ${name} {\n${lines.join("")}}\n`;
}
