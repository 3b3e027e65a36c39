import { expect, test } from "vitest";
import { z } from "zod";
import { contract } from "./contract.ts";
import { commonErrors, type ErrorCode, errorCatalogue, mutationErrors, transportErrors } from "./errors.ts";
import type { Procedure } from "./procedure.ts";

const introduction = `# The API

Made from the contract; renew it with \`npx pnpm@12.21.0 exec vitest run packages/contract -u\`. Names are those of the client's functions too. A
field with \`?\` may be left out. Every list answers \`{ data, has_more, page, per_page, next_cursor, total }\`.
`;

const fieldsOf = ({ input }: Procedure): Record<string, z.ZodType> => {
  const object = input instanceof z.ZodPrefault ? input.unwrap() : input;
  return object instanceof z.ZodObject ? object.shape : {};
};

/** What a schema says of itself, or what it wraps does, and what may be chosen. */
function describe(schema: z.ZodType): string {
  const isWrapper =
    schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault;
  const inner = isWrapper ? (schema.unwrap() as z.ZodType) : undefined; // zod types it as its core's own
  const choices = schema instanceof z.ZodEnum ? schema.options.map((option) => `\`${option}\``).join(", ") : "";
  const said = schema.description ?? (inner ? describe(inner) : "");
  if (inner && schema.description && inner instanceof z.ZodEnum) return `${said}: ${describe(inner)}`;
  return [said, choices].filter((part) => part !== "").join(": ");
}

function sectionOf(name: string, procedure: Procedure) {
  const fields = Object.entries(fieldsOf(procedure)).map(([field, schema]) => {
    const isOptional = schema.safeParse(undefined).success;
    return `- \`${field}${isOptional ? "?" : ""}\`: ${describe(schema)}`;
  });
  const scope = procedure.scope === "public" ? "no key needed" : `scope \`${procedure.scope}\``;
  const errors = procedure.errors.map((code) => `\`${code}\``).join(", ");
  return [
    `## ${name}`,
    `${procedure.description} (${procedure.kind}, ${scope})`,
    ...(fields.length > 0 ? [fields.join("\n")] : []),
    ...(errors ? [`Fails with ${errors}.`] : []),
  ].join("\n\n");
}

const rowOf = (code: ErrorCode) =>
  `| \`${code}\` | ${errorCatalogue[code].status || ""} | ${errorCatalogue[code].message} |`;

const table = (codes: ErrorCode[]) => ["| code | status | message |", "|---|---|---|", ...codes.map(rowOf)].join("\n");

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

  const text = [introduction.trimEnd(), ...sections, ...errors].join("\n\n");

  await expect(`${text}\n`).toMatchFileSnapshot("../../../docs/api.md");
});
