import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { makeSignInLink } from "../console/session.service.ts";
import { type ListeningRoster, listen } from "./http.ts";

/** What a browser sends with a request of the console's own page. */
export const ownPage = { "x-roster-console": "1", "sec-fetch-site": "same-origin" };

/** The token of a new link, as `roster console` prints it. */
export const linkToken = async ({ roster }: ListeningRoster) =>
  (await makeSignInLink(roster.services)).split("#")[1] ?? "";

/** Sends a sign-in as the console's page does. */
export const signIn = (
  { url }: ListeningRoster,
  given: Record<string, unknown>,
  headers: Record<string, string> = {},
) =>
  fetch(`${url}/console/session`, {
    method: "POST",
    headers: { "content-type": "application/json", ...ownPage, ...headers },
    body: JSON.stringify(given),
  });

/** The cookie of a sign-in, as a browser sends it back. */
export const cookieOf = (signedIn: Response) => signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";

/** A signed-in page: its cookie, and what it sends. */
export async function openConsole(server: ListeningRoster, given?: { api_key: string }) {
  const answer = await signIn(server, given ?? { token: await linkToken(server) });
  const cookie = cookieOf(answer);
  const send = (path: string, init: RequestInit = {}) =>
    fetch(server.url + path, {
      ...init,
      headers: { ...ownPage, "content-type": "application/json", cookie, ...init.headers },
    });
  return {
    cookie,
    told: (await answer.json()) as { expires_at: string; key_id: string | null; scopes: string[] }, // session.front.ts makes it
    send,
    session: () => send("/console/session"),
    signOut: (query = "") => send(`/console/session${query}`, { method: "DELETE" }),
    call: (path: string, input?: unknown) =>
      send(`/trpc/${path}`, input === undefined ? {} : { method: "POST", body: JSON.stringify(input) }),
  };
}

export const script = "export const answer = 42;\n".repeat(100);
export const page = "<!doctype html><title>Roster</title>";

/** A folder as a build leaves it, in a folder with a file that is nobody's business. */
export function buildConsole() {
  const place = mkdtempSync(join(tmpdir(), "roster-test-console-"));
  const dist = join(place, "dist");
  const build = () => {
    mkdirSync(join(dist, "assets"), { recursive: true });
    writeFileSync(join(place, "secret.js"), "secret");
    writeFileSync(join(dist, "index.html"), page);
    writeFileSync(join(dist, "theme.js"), "document;");
    writeFileSync(join(dist, "assets/index-a1b2.js"), script);
    writeFileSync(join(dist, "assets/index-a1b2.js.br"), brotliCompressSync(script));
    writeFileSync(join(dist, "assets/index-a1b2.js.gz"), gzipSync(script));
  };
  return { dist, build, [Symbol.dispose]: () => rmSync(place, { recursive: true, force: true }) };
}

/** A directory that is served with such a console. */
export async function listenBuilt(env: Record<string, string> = {}) {
  const console = buildConsole();
  console.build();
  const server = await listen(env, console.dist);
  return {
    ...server,
    dist: console.dist,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      console[Symbol.dispose]();
    },
  };
}
