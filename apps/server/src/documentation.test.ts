import { readFileSync } from "node:fs";
import * as everything from "@roster/contract";
import {
  commonErrors,
  contract,
  type ErrorCode,
  EventName,
  errorCatalogue,
  events,
  mutationErrors,
  type Procedure,
  transportErrors,
} from "@roster/contract";
import { expect, test } from "vitest";
import * as z from "zod";

const introduction = `# The API

Made from the contract; renew it with \`npx pnpm@12.21.0 exec vitest run documentation -u\`. Each section says what goes over
the wire, and how the client's function of the same name takes it. A field with \`?\` may be left out. Every list answers
\`{ data, has_more, page, per_page, next_cursor, total }\`. What records hold is [at the end](#records).
`;

/** How each function of the client is called, from its source: types are gone when tests run. */
const signatures = new Map(
  [
    ...readFileSync(new URL("../../../packages/client/src/functions.ts", import.meta.url), "utf8").matchAll(
      /^ {2}(\w+)\(([^]*?)\): Promise</gm,
    ),
  ].map(([, name = "", args = ""]) => [name, `${name}(${args.replaceAll(/\s+/g, " ").replace(/^ |,? $/g, "")})`]),
);

/** The records that have a name. */
const records = Object.entries<unknown>(everything).filter(
  (entry): entry is [string, z.ZodObject] => /^[A-Z]/.test(entry[0]) && entry[1] instanceof z.ZodObject,
);

/** The enum of all events, which have a table of their own. */
const isEventName = (schema: z.ZodEnum) => schema.enum === EventName.enum;

/** What an answer is made of, in TypeScript's words. */
function shapeOf(schema: unknown): string {
  const name = records.find(([, record]) => record === schema)?.[0];
  if (name) return name;
  if (schema instanceof z.ZodNullable) return `${shapeOf(schema.unwrap())} | null`;
  if (schema instanceof z.ZodArray)
    return schema.element instanceof z.ZodDiscriminatedUnion
      ? `(${shapeOf(schema.element)})[]`
      : `${shapeOf(schema.element)}[]`;
  if (schema instanceof z.ZodDiscriminatedUnion) return schema.options.map(shapeOf).join(" | ");
  if (schema instanceof z.ZodEnum && isEventName(schema)) return "EventName";
  if (schema instanceof z.ZodEnum) return schema.options.map((option) => `"${option}"`).join(" | ");
  if (schema instanceof z.ZodLiteral) return String(schema.value);
  if (schema instanceof z.ZodBoolean) return "boolean";
  if (schema instanceof z.ZodNumber) return "number";
  if (schema instanceof z.ZodCustom) return "object";
  if (!(schema instanceof z.ZodObject)) return "string";
  return `{ ${Object.entries(schema.shape)
    .map(([field, value]) => `${field}: ${shapeOf(value)}`)
    .join("; ")} }`;
}

function answerOf({ output }: Procedure) {
  if (output instanceof z.ZodVoid) return "nothing";
  const row = output instanceof z.ZodObject && "next_cursor" in output.shape ? output.shape.data : undefined;
  return row instanceof z.ZodArray ? `a page of \`${shapeOf(row.element)}\`` : `\`${shapeOf(output)}\``;
}

const recordOf = ([name, { shape }]: [string, z.ZodObject]) => {
  const rows = Object.entries(shape).map(([field, schema]) => {
    const said = describe(schema as z.ZodType); // of a shape
    return `- \`${field}: ${shapeOf(schema)}\`${said ? `: ${said}` : ""}`;
  });
  return [`### ${name}`, rows.join("\n")];
};

const fieldsOf = ({ input }: Procedure): Record<string, z.ZodType> => {
  const object = input instanceof z.ZodPrefault ? input.unwrap() : input;
  return object instanceof z.ZodObject ? object.shape : {};
};

/** What a schema says of itself, or what it wraps does, and what may be chosen. */
function describe(schema: z.ZodType): string {
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault;
  const inner = isWrapper ? (schema.unwrap() as z.ZodType) : undefined; // zod types it as its core's own
  const choices = schema instanceof z.ZodEnum ? choicesOf(schema) : "";
  const said = schema.description ?? (inner ? describe(inner) : "");
  if (inner && schema.description && inner instanceof z.ZodEnum) return `${said}: ${describe(inner)}`;
  return [said, choices].filter((part) => part !== "").join(": ");
}

const choicesOf = (schema: z.ZodEnum) =>
  isEventName(schema) ? "one of the [events](#events)" : schema.options.map((option) => `\`${option}\``).join(", ");

function sectionOf(name: string, procedure: Procedure) {
  const fields = Object.entries(fieldsOf(procedure)).map(([field, schema]) => {
    const isOptional = schema.safeParse(undefined).success;
    return `- \`${field}${isOptional ? "?" : ""}\`: ${describe(schema)}`;
  });
  const scope = procedure.scope === "public" ? "no key needed" : `scope \`${procedure.scope}\``;
  const errors = procedure.errors.map((code) => `\`${code}\``).join(", ");
  const caused = procedure.kind === "mutation" ? procedure.events.map((event) => `\`${event}\``).join(", ") : "";
  const called = signatures.get(name) ?? `${name}(input)`;
  return [
    `## ${name}`,
    `${procedure.description} (${procedure.kind}, ${scope})`,
    ...(fields.length > 0 ? [fields.join("\n")] : []),
    `Client: \`${called}\`. Answers ${answerOf(procedure)}.${errors ? ` Fails with ${errors}.` : ""}${caused ? ` Causes ${caused}.` : ""}`,
  ].join("\n\n");
}

const rowOf = (code: ErrorCode) =>
  `| \`${code}\` | ${errorCatalogue[code].status || ""} | ${errorCatalogue[code].message} |`;

const table = (codes: ErrorCode[]) => ["| code | status | message |", "|---|---|---|", ...codes.map(rowOf)].join("\n");

const eventsListed = [
  "## Events",
  "What can happen. Each time, the audit log gets an entry for the record that is the target.",
  [
    "| event | target | what happened |",
    "|---|---|---|",
    ...Object.entries(events).map(([name, { target, description }]) => `| \`${name}\` | ${target} | ${description} |`),
  ].join("\n"),
];

test("docs/api.md says what the contract says", async () => {
  const sections = Object.entries<Procedure>(contract).map(([name, procedure]) => sectionOf(name, procedure));
  const anywhere: ErrorCode[] = [...commonErrors, ...transportErrors];
  const shared = [...anywhere, ...mutationErrors];
  const rest = (Object.keys(errorCatalogue) as ErrorCode[]).filter((code) => !shared.includes(code)); // its own keys
  const errors = [
    "## Errors",
    "Any procedure can fail with these:",
    table(anywhere),
    "Any mutation with this:",
    table([...mutationErrors]),
    "And where listed, with these:",
    table(rest),
  ];

  const input = new Set(["InviteUser"]);
  const answered = ["## Records", ...records.filter(([name]) => !input.has(name)).flatMap(recordOf)];

  const text = [introduction.trimEnd(), ...sections, ...errors, ...eventsListed, ...answered].join("\n\n");

  await expect(`${text}\n`).toMatchFileSnapshot("../../../docs/api.md");
});
