import type { IncomingMessage } from "node:http";
import { type Asked, answerText, type Front, isRead } from "../front.ts";
import { type BuiltFile, codingFor, readFiles } from "./files.ts";

/** The page map: each address shows the same page, which reads it. */
const pages = /^\/(?:(?:overview|users|organizations|invitations|waitlist|messages|audit|keys|sign-in)(?:\/.*)?)?$/;

const file = /^\/(?:assets\/.*|[\w.-]+\.\w+)$/;

/** Scripts and styles from here alone, no code from text, no frames. Pictures of people may be anywhere. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: https:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join("; ");

const YEAR = 365 * 24 * 60 * 60;

const notBuilt = `The console is not built. Build it, and load this page again:

    npx pnpm@12.21.0 build

The API works without it, under /trpc. CONSOLE=off serves the API alone.
`;

/** Whether a browser asks for a page, and not an application for an answer that it understands. */
const isNavigation = (request: IncomingMessage) =>
  isRead(request) && /(?:^|[ ,])text\/html(?:[ ;,]|$)/.test(request.headers.accept ?? "");

/** The console's page at every address of its map, and the files of its build. At any other address the page says that it leads nowhere. */
export function pageFront(folder: string): Front {
  let read: Promise<Map<string, BuiltFile>> | undefined;

  /** Looks again as long as there is no build. */
  const files = () =>
    (read ??= readFiles(folder).catch(() => {
      read = undefined;
      return new Map();
    }));

  return {
    matches: (path, request) => pages.test(path) || file.test(path) || isNavigation(request),
    async answer({ request, response, path }: Asked) {
      if (!isRead(request)) return answerText(response, 405, "", { allow: "GET, HEAD" });
      const built = await files();
      const page = built.get("/index.html");
      if (!page) return answerText(response, 503, notBuilt);
      const known = pages.test(path) ? page : path === "/index.html" ? undefined : built.get(path);
      const found = known ?? (isNavigation(request) ? page : undefined);
      if (!found) return answerText(response, 404, "There is no such file.\n");

      const coding = codingFor(found, request.headers["accept-encoding"]);
      const etag = `"${found.hash}-${coding}"`;
      response.setHeaders(
        new Map([
          ["content-security-policy", policy],
          ["cross-origin-resource-policy", "same-origin"],
          ["cache-control", path.startsWith("/assets/") ? `public, max-age=${YEAR}, immutable` : "no-cache"],
          ["vary", "accept-encoding"],
          ["etag", etag],
        ]),
      );
      if (known && isKnown(request, etag)) return response.writeHead(304).end();
      const body = found.bodies[coding] ?? found.bodies.identity;
      response.writeHead(known ? 200 : 404, {
        "content-type": found.type,
        "content-length": body.length,
        ...(coding !== "identity" && { "content-encoding": coding }),
      });
      return response.end(body);
    },
  };
}

/** Whether the caller has the file already (RFC 9110, 13.1.2). */
const isKnown = ({ headers }: IncomingMessage, etag: string) =>
  (headers["if-none-match"] ?? "").split(",").some((known) => known.trim().replace(/^W\//, "") === etag);
