import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { createClient } from "@roster/client";
import { openTestDirectory } from "@roster/server/testing";
import { createBackend } from "./backend.ts";
import type { Profile } from "./sign-in-with.ts";

// For the tests of the recipes: the backend over HTTP, on a directory in memory that is over HTTP as well.

export const password = "a green whale sings at noon";

export async function openApplication(page = "") {
  const directory = await openTestDirectory();
  const { url, apiKey } = await directory.listen();
  const roster = createClient({ url, apiKey });
  const { key } = await roster.createApiKey({
    name: "backend",
    scopes: ["users:read", "users:write", "users:verify", "organizations:read"],
  });
  const profiles = new Map<string, Profile>();
  const readProfile = async (request: Request) => {
    const profile = profiles.get(new URL(request.url).searchParams.get("code") ?? "");
    if (!profile) throw new Error("the provider knows no such code");
    return profile;
  };
  const sessionSecret = "a secret of the tests";
  const backend = createBackend({ url, apiKey: key, sessionSecret, readProfile });
  backend.get("/", (c) => c.html(page));
  const server = serve({ fetch: backend.fetch, hostname: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const origin = `http://127.0.0.1:${port}`;
  return {
    directory,
    roster,
    apiKey: key,
    origin,
    profiles,
    signIn: (identifier: string, given = password) =>
      fetch(`${origin}/sign-in`, { method: "POST", body: JSON.stringify({ identifier, password: given }) }),
    async [Symbol.asyncDispose]() {
      server.close();
      if ("closeAllConnections" in server) server.closeAllConnections();
      await directory.close();
    },
  };
}

/** The header for the requests of a browser that got this answer. */
export const cookieOf = (answer: Response) => ({
  cookie: answer.headers.getSetCookie().join("; ").split(";", 1)[0] ?? "",
});
