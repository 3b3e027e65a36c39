import type { ProcedureName } from "@roster/client";
import { fieldsOneByOne } from "@roster/contract/arguments";

const json = (value: unknown) => JSON.stringify(value, null, 2);

/** Secrets that a form may hold. */
const secrets = new Set(["password", "new_password", "current_password", "code", "token"]);

/** The input as it is shown: JSON, without what must not be copied about. */
const shownOf = (input: unknown) =>
  JSON.parse(JSON.stringify(input ?? {}, (key, value: unknown) => (secrets.has(key) && value ? "…" : value))) as Record<
    string,
    unknown
  >; // inputs are objects

/** One call in three ways: Roster's client, tRPC's, and curl. None has the key. */
export function codeOf(procedure: ProcedureName, input: unknown) {
  const shown = shownOf(input);
  const args: readonly string[] = fieldsOneByOne[procedure];
  const rest = Object.fromEntries(Object.entries(shown).filter(([name]) => !args.includes(name)));
  const given = [...args.map((name) => shown[name]), ...(Object.keys(rest).length > 0 ? [rest] : [])];
  while (given.length > 0 && given.at(-1) === undefined) given.pop();
  const kind = procedure.startsWith("fetch") ? "query" : "mutate";
  const body = JSON.stringify(shown).replaceAll("'", String.raw`'\''`);
  return [
    {
      title: "Roster's client",
      code: `await roster.${procedure}(${given.map((value) => (value === undefined ? "undefined" : json(value))).join(", ")});`,
    },
    { title: "tRPC", code: `await trpc.${procedure}.${kind}(${json(shown)});` },
    {
      title: "curl",
      code: [
        `curl ${location.origin}/trpc/${procedure} \\`,
        `  -H "Authorization: Bearer $ROSTER_API_KEY" \\`,
        `  -H "Content-Type: application/json" \\`,
        `  -d '${body}'`,
      ].join("\n"),
    },
  ];
}
