import type { UserDetails } from "@roster/client";
import { type Context, Hono } from "hono";
import type { Sessions } from "./session.ts";

type Rule = (me: UserDetails, input: Record<string, unknown>) => boolean;

const ofOwnOrganization: Rule = ({ organizations }, input) =>
  organizations.some(({ organization_id }) => organization_id === input.organization_id);

/** What a browser may ask, and who may ask it. Whatever is not listed is refused. */
const rules = new Map<string, Rule>([
  ["fetchUsers", ofOwnOrganization],
  ["fetchOrganizationMembers", ofOwnOrganization],
]);

/** Passes permitted reads of signed-in people on to Roster, and adds the key. */
export const proxyRoutes = (sessions: Sessions, { url, apiKey }: { url: string; apiKey: string }) =>
  new Hono()
    .get("/api/me", async (c) => {
      const me = await sessions.me(c);
      return me
        ? c.json({ name: me.user.first_name, organizations: me.organizations })
        : refuse(c, 401, "unauthorized");
    })
    .get("/api/trpc/:procedure", async (c) => {
      const procedure = c.req.param("procedure");
      const me = await sessions.me(c);
      if (!me) return refuse(c, 401, "unauthorized");
      const input = inputOf(c);
      if (!input || !rules.get(procedure)?.(me, input)) return refuse(c, 403, "forbidden");
      // What was checked is what is sent.
      const query = new URLSearchParams({ input: JSON.stringify(input) });
      const answer = await fetch(`${url}/trpc/${procedure}?${query}`, {
        headers: { authorization: `Bearer ${apiKey}` },
      });
      const headers = new Headers({ "cache-control": "no-store" });
      for (const name of ["content-type", "retry-after", "x-request-id"]) {
        const value = answer.headers.get(name);
        if (value !== null) headers.set(name, value);
      }
      return new Response(answer.body, { status: answer.status, headers });
    });

function inputOf(c: Context): Record<string, unknown> | undefined {
  try {
    const input: unknown = JSON.parse(c.req.query("input") ?? "{}");
    return typeof input === "object" && input !== null ? { ...input } : undefined;
  } catch {
    return undefined;
  }
}

/** A refusal in the shape of Roster's own, so that the client in the browser reads its code. */
function refuse(c: Context, status: 401 | 403, error_code: string) {
  const message = status === 401 ? "Sign in first." : "You may not see this.";
  return c.json({ error: { message, code: -32000, data: { error_code, httpStatus: status, request_id: "" } } }, status);
}
