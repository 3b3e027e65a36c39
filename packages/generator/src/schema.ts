import * as everything from "@roster/contract";
import * as z from "zod";

/** The part of JSON Schema that the contract's schemas come to, and `$ref` to a named one. */
export interface JsonSchema {
  $ref?: string;
  /** The TypeScript type of a schema that JSON Schema cannot express. */
  typeName?: string;
  type?: "string" | "number" | "integer" | "boolean" | "null" | "array" | "object" | ("string" | "number" | "null")[];
  const?: string | number | boolean;
  enum?: string[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  description?: string;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
}

/** The schemas that the contract exports with a capital letter. */
export const exported: ReadonlyMap<string, z.ZodType> = new Map(
  Object.entries<unknown>(everything).flatMap(([name, value]) =>
    /^[A-Z]/.test(name) && value instanceof z.ZodType ? [[name, value] as const] : [],
  ),
);

/** The answers without a name of their own. They have that of their procedure. */
const answers = Object.entries<everything.Procedure>(everything.contract).flatMap(([name, { output }]) =>
  output instanceof z.ZodVoid || [...exported.values()].includes(output)
    ? []
    : [[`${titleOf(name)}Response`, output] as const],
);

/** The schemas that have a name. */
export const named: ReadonlyMap<string, z.ZodType> = new Map([...exported, ...answers]);

/** The name of a procedure as a part of a type's name. */
export function titleOf(procedure: string) {
  return procedure.charAt(0).toUpperCase() + procedure.slice(1);
}

const names = new Map<z.core.$ZodType, string>([...named].map(([name, schema]) => [schema, name]));

/** The name of a schema, or of the schema that it is a redescribed copy of. */
export const nameOf = (schema: z.core.$ZodType | undefined): string | undefined =>
  schema && (names.get(schema) ?? nameOf(schema._zod.parent));

/** A schema as JSON Schema: `input` as callers send it, `output` as they receive it. Named schemas in it are references. */
export function toJsonSchema(schema: z.ZodType, io: "input" | "output"): JsonSchema {
  const json = z.toJSONSchema(schema, {
    io,
    unrepresentable: "any",
    override: ({ zodSchema, jsonSchema, path }) => {
      const name = path.length > 0 ? nameOf(zodSchema) : undefined;
      if (name === undefined) return;
      for (const key of Object.keys(jsonSchema)) if (key !== "description") Reflect.deleteProperty(jsonSchema, key);
      if (names.has(zodSchema)) delete jsonSchema.description; // it is the named type's own
      jsonSchema.$ref = name;
    },
  });
  return json as JsonSchema; // zod's type allows for all of JSON Schema
}

export const isNull = ({ type }: JsonSchema) => type === "null";

/** The schema of a nullable field when it is not null. */
const present = (json: JsonSchema) => json.anyOf?.find((branch) => !isNull(branch)) ?? json;

/** The documentation of a field: its description, then its range or size, then its default. */
export function describe(json: JsonSchema): string {
  const { description = present(json).description ?? "" } = json;
  const facts = [...rangeOf(json), ...defaultOf(json)];
  const [first = "", ...more] = facts;
  const limits = [first.charAt(0).toUpperCase() + first.slice(1), ...more].join("; ");
  return [description, limits].filter((part) => part !== "").join(". ");
}

const defaultOf = ({ default: value }: JsonSchema) =>
  value === undefined ? [] : [`default ${typeof value === "string" ? `\`${value}\`` : JSON.stringify(value)}`];

function rangeOf(json: JsonSchema): string[] {
  const inner = present(json);
  const bound = (key: "minimum" | "maximum" | "minLength" | "maxLength" | "minItems" | "maxItems") => {
    const value = json[key] ?? inner[key];
    return value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? undefined : value;
  };
  return [
    range(bound("minimum"), bound("maximum"), ""),
    range(bound("minLength"), bound("maxLength"), " characters"),
    range(bound("minItems"), bound("maxItems"), " items"),
  ].filter((part) => part !== undefined);
}

function range(least: number | undefined, most: number | undefined, unit: string) {
  if (most === undefined) return least === undefined ? undefined : `at least ${least.toLocaleString("en")}${unit}`;
  const limit = `${most.toLocaleString("en")}${unit}`;
  return least === undefined ? `at most ${limit}` : `${least.toLocaleString("en")} to ${limit}`;
}
