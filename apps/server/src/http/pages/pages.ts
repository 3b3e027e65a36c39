import type { IncomingMessage } from "node:http";
import type { Context, Services } from "../../calls/call.ts";
import { call } from "../../router.ts";
import { readBody } from "../body.ts";
import type { Front } from "../front.ts";
import { acceptInvitation, showInvitation } from "./accept-invitation.ts";
import { notice, type Page, pagePolicy, render } from "./page.ts";
import { setPassword, showPassword } from "./set-password.ts";
import type { Visit } from "./visit.ts";

interface Handlers {
  get(visit: Visit): Page | Promise<Page>;
  post(visit: Visit): Promise<Page | "done">;
}

/** The pages behind mailed links, unless an application has its own. */
const pages: Record<string, Handlers | undefined> = {
  "/accept-invitation": { get: showInvitation, post: acceptInvitation },
  "/set-password": { get: showPassword, post: setPassword },
};

const MAX_FORM_BYTES = 16 * 1024;

/** The pages need no script: they are forms and answers. */
export const pagesFront = (services: Services): Front => ({
  matches: (path) => pages[path] !== undefined,
  async answer({ request, response, path, requestId, address }) {
    const visitor: Context = { services, requestId, address, authenticate: async () => undefined, logLevel: "info" };
    const page = await pageFor(request, path, visitor);
    response.setHeader("content-security-policy", pagePolicy);
    if (page === "done") return response.writeHead(303, { location: "?done" }).end();
    if (page.retryAfter) response.setHeader("retry-after", page.retryAfter);
    response.writeHead(page.status, { "content-type": "text/html; charset=utf-8" });
    return response.end(request.method === "HEAD" ? undefined : render(page, services.settings.appName));
  },
});

async function pageFor(request: IncomingMessage, path: string, context: Context): Promise<Page | "done"> {
  const handlers = pages[path];
  if (!handlers) return notice(404, "There is no such page", "Open the link from the mail again.");
  const query = new URLSearchParams(request.url?.split("?", 2)[1]);
  // A second press of the button sends the form again. The idempotency key gives it the first answer.
  const idempotency = { keys: ["form"], calls: 1, credential: `link ${query.get("token")}` };
  const visit: Visit = {
    settings: context.services.settings,
    query,
    sent: new URLSearchParams(),
    call: (procedure, input) => call({ ...context, idempotency }, procedure, input),
  };
  if (request.method === "GET" || request.method === "HEAD") return handlers.get(visit);
  if (request.method !== "POST") return notice(405, "That is not possible", "Open the link from the mail again.");
  const body = isForm(request) ? await readBody(request, MAX_FORM_BYTES) : "too large";
  if (body === "too large") return notice(413, "That is not possible", "The request is not this page's form.");
  return handlers.post({ ...visit, sent: new URLSearchParams(body.toString()) });
}

const isForm = ({ headers }: IncomingMessage) =>
  /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");
