import { getConnInfo } from "@hono/node-server/conninfo";
import type { RosterClient } from "@roster/client";
import { Hono } from "hono";
import type { Sessions } from "./session.ts";

export const signInRoutes = (roster: RosterClient, sessions: Sessions) =>
  new Hono().post("/sign-in", async (c) => {
    const { identifier, password } = await c.req.json<{ identifier: string; password: string }>();
    // The person's address. Behind a proxy it is in the header that your proxy sets.
    const ip_address = getConnInfo(c).remote.address;

    const result = await roster.safe.verifyPassword({ identifier, password, ip_address });

    if (result.ok) {
      await sessions.start(c, result.data.id);
      return c.json({ name: result.data.first_name });
    }
    switch (result.error.code) {
      case "credentials_incorrect":
      case "invalid_input":
        return c.json({ message: "That is not right." }, 401); // never says what was wrong
      case "rate_limited": {
        const seconds = result.error.retry_after ?? 60;
        return c.json({ message: `Try again in ${seconds} seconds.` }, 429, { "Retry-After": String(seconds) });
      }
      default:
        return c.json({ message: "That did not work. Try again later." }, 503);
    }
  });
