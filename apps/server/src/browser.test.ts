import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { hasBrowser, openBrowser } from "./testing/browser.ts";
import { listen } from "./testing/http.ts";

/** A website of another origin, whose page has the client as `roster`. */
async function openWebsite() {
  const { outputFiles } = await build({
    stdin: { contents: `export * from "@roster/client"`, resolveDir: import.meta.dirname },
    conditions: ["@roster/source"],
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "roster",
    write: false,
  });
  const page = `<!doctype html><meta charset="utf-8"><title>App</title><script>${outputFiles[0]?.text}</script>`;
  const server = createServer((_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end(page),
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    origin: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Runs in the page: makes a user, reads the list, and provokes a refusal. */
const visit = ({ url, apiKey, batch }: { url: string; apiKey: string; batch: boolean }) => `(async () => {
  const api = roster.createClient(${JSON.stringify({ url, apiKey, batch })});
  const created = await api.safe.createUser({ first_name: "Ada", last_name: "Lovelace" });
  const [list, refused] = await Promise.all([api.safe.fetchUsers(), api.safe.fetchUserDetails("nobody")]);
  const { code, request_id } = refused.error;
  return {
    created: created.ok ? created.data.first_name : created.error.code,
    listed: list.ok ? list.data.data.length : list.error.code,
    refused: code,
    hasRequestId: request_id.length === 36,
  };
})()`;

test.runIf(hasBrowser)("in a browser the client works on pages of listed origins, and on no others", async () => {
  await using listed = await openWebsite();
  await using unlisted = await openWebsite();
  await using server = await listen({ CORS_ORIGINS: listed.origin });
  const { url, key: apiKey } = server;
  await using browser = await openBrowser();

  const page = await browser.newPage();
  await page.goto(listed.origin);
  const good = { created: "Ada", refused: "invalid_input", hasRequestId: true };
  expect(await page.evaluate(visit({ url, apiKey, batch: false }))).toEqual({ ...good, listed: 1 });
  expect(await page.evaluate(visit({ url, apiKey, batch: true }))).toEqual({ ...good, listed: 2 });

  await page.goto(unlisted.origin);
  const before = await server.dump();
  const cut = { created: "unreachable", listed: "unreachable", refused: "unreachable", hasRequestId: false };
  expect(await page.evaluate(visit({ url, apiKey, batch: false }))).toEqual(cut);
  expect(await server.dump()).toEqual(before);
});
