import { type Signature, signatures } from "./procedures.ts";
import { describe, named } from "./schema.ts";
import { comment, header, importOf, typeOf, type Used } from "./typescript.ts";

export function functionsFile() {
  const used: Used = new Set();
  const functions = signatures.map((signature) => `${documentationOf(signature)}  ${callOf(signature, used)};\n`);
  return [
    header,
    importOf(
      [...used].filter((name) => !isRecord(name)),
      "@roster/contract/inputs",
    ) + importOf([...used].filter(isRecord), "@roster/contract/records"),
    `/** Every function of the API. Each throws a \`RosterError\` when it fails. */
export interface RosterFunctions {\n${functions.join("")}}\n`,
  ].join("\n");
}

const isRecord = (name: string) => named.has(name);

/** How the client's function is called, as in `updateUser(userId: string, request: UpdateUserRequest)`. */
export function signatureOf({ name, fields, required, args, rest }: Signature, used: Used = new Set()) {
  const positional = args.map((field) => {
    const json = fields[field] ?? {};
    const isOptional = !required.has(field);
    const type = typeOf(json, used);
    const given = isOptional ? type.replace(/ \| null$/, "") : type; // an optional argument is left out, not null
    return `${camelCase(field)}${isOptional ? "?" : ""}: ${json.type === "array" ? "readonly " : ""}${given}`;
  });
  if (rest) used.add(rest.type);
  const last = rest ? [`${rest.parameter}${rest.isOptional ? "?" : ""}: ${rest.type}`] : [];
  return `${name}(${[...positional, ...last].join(", ")})`;
}

function callOf(signature: Signature, used: Used) {
  if (signature.output !== "void") used.add(signature.output);
  return `${signatureOf(signature, used)}: Promise<${signature.output}>`;
}

function documentationOf({ procedure, fields, args }: Signature) {
  const scope = procedure.scope === "public" ? "Needs no key." : `Needs the scope \`${procedure.scope}\`.`;
  const codes = procedure.errors.map((code) => `\`${code}\``).join(", ");
  return comment(
    [
      procedure.description,
      codes ? `${scope} Fails with ${codes}, or as any call does.` : `${scope} Fails as any call does.`,
      ...args.map((field) => `@param ${camelCase(field)} ${describe(fields[field] ?? {})}`),
    ],
    "  ",
  );
}

const camelCase = (field: string) => field.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
