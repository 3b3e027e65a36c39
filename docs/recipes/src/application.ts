import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { createClient } from "@roster/client";
import { openTestDirectory } from "@roster/server/testing";
import { Hono } from "hono";
import { createBackend } from "./backend.ts";

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
  const provider = await openProvider();
  const google = { clientId: "app", clientSecret: "secret", origin: "https://app.example", ...provider.urls };
  const sessionSecret = "a secret of the tests";
  const backend = createBackend({ url, apiKey: key, sessionSecret, google });
  backend.get("/", (c) => c.html(page));
  const { origin, close } = await listen(backend);
  return {
    directory,
    roster,
    apiKey: key,
    origin,
    accounts: provider.accounts,
    signIn: (identifier: string, given = password) =>
      fetch(`${origin}/sign-in`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ identifier, password: given }),
      }),
    async [Symbol.asyncDispose]() {
      close();
      provider.close();
      await directory.close();
    },
  };
}

async function listen({ fetch }: Hono) {
  const server = serve({ fetch, hostname: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const close = () => {
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
  };
  return { origin: `http://127.0.0.1:${port}`, close };
}

/** A provider of OpenID Connect that knows these accounts, by the codes of their callbacks. */
async function openProvider() {
  const accounts = new Map<string, object>();
  const provider = new Hono().post("/token", async (c) => {
    const { code = "", client_id, client_secret } = await c.req.parseBody<Record<string, string>>();
    const account = accounts.get(code);
    if (!account || client_secret !== "secret") return c.json({ error: "invalid_grant" }, 400);
    const claims = Buffer.from(JSON.stringify({ aud: client_id, ...account })).toString("base64url");
    return c.json({ id_token: `header.${claims}.signature` });
  });
  const { origin, close } = await listen(provider);
  return { accounts, close, urls: { authorizeUrl: `${origin}/authorize`, tokenUrl: `${origin}/token` } };
}

/** The header for the requests of a browser that got this answer. */
export const cookieOf = (answer: Response) => ({
  cookie: answer.headers.getSetCookie().join("; ").split(";", 1)[0] ?? "",
});
