import { contract, type Procedure } from "@roster/contract";
import { type JsonSchema, nameOf, titleOf, toJsonSchema } from "./schema.ts";

/** A procedure for the generated files: the names of its types, and the parameters of the client's function. */
export interface Signature {
  name: string;
  procedure: Procedure;
  /** The input's fields. */
  fields: Record<string, JsonSchema>;
  /** The required fields of the input. */
  required: ReadonlySet<string>;
  /** The fields that the function takes one by one. */
  args: readonly string[];
  /** The last argument, with all other fields. */
  rest: { parameter: string; isOptional: boolean; type: string; fields: readonly string[] } | undefined;
  /** The name of the input's type. */
  input: string;
  isInputOptional: boolean;
  /** The name of the answer's type; `void` for none. */
  output: string;
}

function signatureOf([name, procedure]: [string, Procedure]): Signature {
  const { properties: fields = {}, required = [] } = toJsonSchema(procedure.input, "input");
  const isInputOptional = procedure.input.safeParse(undefined).success;
  const { args = [], rest = procedure.args ? undefined : isInputOptional ? "options?" : "request" } = procedure;
  const title = titleOf(name);
  const restType = rest?.startsWith("options") ? optionsOf(title) : `${title}Request`;
  return {
    name,
    procedure,
    fields,
    required: new Set(required),
    args,
    rest: rest && {
      parameter: rest.replace("?", ""),
      isOptional: rest.endsWith("?"),
      type: restType,
      fields: Object.keys(fields).filter((field) => !args.includes(field)),
    },
    input: args.length > 0 ? `${title}Input` : restType,
    isInputOptional,
    output: nameOf(procedure.output) ?? "void", // all others have a name
  };
}

/** The options of a list are named after its records, as in `ListUsersOptions`. */
const optionsOf = (title: string) =>
  title.startsWith("Fetch") ? `List${title.slice("Fetch".length)}Options` : `${title}Options`;

export const signatures: readonly Signature[] = Object.entries<Procedure>(contract).map(signatureOf);
