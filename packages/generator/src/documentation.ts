import {
  commonErrors,
  type ErrorCode,
  errorCatalogue,
  events,
  mutationErrors,
  transportErrors,
} from "@roster/contract";
import { signatureOf } from "./client-functions.ts";
import { records } from "./contract-types.ts";
import { type Signature, signatures } from "./procedures.ts";
import { describe, type JsonSchema } from "./schema.ts";
import { typeOf } from "./typescript.ts";

const introduction = `# The API

Generated from the contract; renew it with \`npx pnpm@12.21.0 generate\`. Each section lists the fields of the input on the wire, and
the signature of the client's function of the same name. A field with \`?\` may be left out. The fields of records are
[at the end](#records).`;

/** The answers that are pages of a list, with the type of their rows. */
const pages = new Map(
  records.flatMap(([name, { properties }]) =>
    properties?.next_cursor ? [[name, properties.data?.items?.$ref ?? ""] as const] : [],
  ),
);

export function documentationFile() {
  return `${[introduction, ...signatures.flatMap(sectionOf), ...errors(), ...whatHappens(), ...answers()].join("\n\n")}\n`;
}

function sectionOf(signature: Signature) {
  const { name, procedure, fields, required } = signature;
  const scope = procedure.scope === "public" ? "no key needed" : `scope \`${procedure.scope}\``;
  return [
    `## ${name}`,
    `${procedure.description} (${procedure.kind}, ${scope})`,
    ...list(fields, (field) => `${field}${required.has(field) ? "" : "?"}`),
    [
      `Client: \`${signatureOf(signature)}\`.`,
      `Answers ${answerOf(signature)}.`,
      ...names("Fails with", procedure.errors),
      ...names("Causes", procedure.kind === "mutation" ? procedure.events : []),
    ].join(" "),
  ];
}

const answerOf = ({ output }: Signature) => {
  if (output === "void") return "nothing";
  const row = pages.get(output);
  return row ? `\`${output}\`, a [page](#pages) of \`${row}\`` : `\`${output}\``;
};

/** A list with a line per field. */
function list(fields: Record<string, JsonSchema>, label: (field: string, json: JsonSchema) => string) {
  const lines = Object.entries(fields).map(([field, json]) => {
    const said = [describe(json), choicesOf(json)].filter((part) => part !== "").join(": ");
    return `- \`${label(field, json)}\`${said && `: ${said}`}`;
  });
  return lines.length > 0 ? [lines.join("\n")] : [];
}

/** The choices of an enum, in words. */
function choicesOf(json: JsonSchema) {
  if (json.$ref === "EventName") return "one of the [events](#events)";
  const { enum: choices = [] } = records.find(([name]) => name === json.$ref)?.[1] ?? json;
  return choices.map((choice) => `\`${choice}\``).join(", ");
}

/** A type on one line, without its documentation. */
const typeIn = (json: JsonSchema) =>
  typeOf(json, new Set())
    .replaceAll(/\/\*\*.*?\*\//gs, "")
    .replaceAll(/\s+/g, " ");

const names = (what: string, listed: readonly string[]) =>
  listed.length > 0 ? [`${what} ${listed.map((name) => `\`${name}\``).join(", ")}.`] : [];

function errors() {
  const anywhere: ErrorCode[] = [...commonErrors, ...transportErrors];
  const shared = [...anywhere, ...mutationErrors];
  const rest = (Object.keys(errorCatalogue) as ErrorCode[]).filter((code) => !shared.includes(code)); // the keys of a constant
  return [
    "## Errors",
    "Any procedure can fail with these:",
    errorTable(anywhere),
    "Any mutation with this:",
    errorTable(mutationErrors),
    "Procedures that list them, with these:",
    errorTable(rest),
  ];
}

const errorTable = (codes: readonly ErrorCode[]) =>
  table(
    ["code", "status", "message"],
    codes.map((code) => [`\`${code}\``, String(errorCatalogue[code].status || ""), errorCatalogue[code].message]),
  );

const whatHappens = () => [
  "## Events",
  "The audit log has an entry for each event, about the record that is its target.",
  table(
    ["event", "target", "meaning"],
    Object.entries(events).map(([name, { target, description }]) => [`\`${name}\``, target, description]),
  ),
];

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

const fieldsOf = (fields: Record<string, JsonSchema>) => list(fields, (field, json) => `${field}: ${typeIn(json)}`);

function answers() {
  const { data: _, ...place } = records.find(([name]) => pages.has(name))?.[1].properties ?? {};
  return [
    "## Pages",
    "Every list answers a page: its rows in `data`, and",
    ...fieldsOf(place),
    "## Records",
    ...records
      .filter(([name]) => name !== "EventName" && !pages.has(name))
      .flatMap(([name, json]) => [
        `### ${name}`,
        ...(json.description ? [`${json.description}.`] : []),
        ...(json.properties ? fieldsOf(json.properties) : [`\`${typeIn(json)}\``]),
      ]),
  ];
}
