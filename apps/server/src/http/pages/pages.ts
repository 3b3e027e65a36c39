import type { IncomingMessage } from "node:http";
import type { Context, Services } from "../../calls/call.ts";
import type { Settings } from "../../config.ts";
import { perform } from "../../router.ts";
import { type Asked, type Front, isRead, readBody } from "../front.ts";
import { acceptInvitation } from "./accept-invitation.ts";
import { joinWaitlist } from "./join-waitlist.ts";
import { notice, type Page, pagePolicy, render } from "./page.ts";
import { setPassword } from "./set-password.ts";
import { answerVisit, type FormPage, type LinkPage, type Visit } from "./visit.ts";

/** The pages behind mailed links and the one to join the waitlist, unless an application has its own. */
const pages = {
  "/accept-invitation": acceptInvitation,
  "/set-password": setPassword,
  "/join-waitlist": joinWaitlist,
};

const MAX_FORM_BYTES = 16 * 1024;

/** A front for each page. The pages need no script: they are forms and answers. */
export const pageFronts = (services: Services) =>
  Object.entries(pages).map(([path, page]) => pageFront(services, path, page));

const pageFront = (services: Services, at: string, formPage: FormPage | LinkPage): Front => ({
  matches: (path) => path === at,
  async answer(asked) {
    const { response } = asked;
    const page = await pageFor(formPage, asked, services);
    response.setHeader("content-security-policy", pagePolicy);
    if (page === "done") return response.writeHead(303, { location: "?done" }).end();
    if (page.retryAfter) response.setHeader("retry-after", page.retryAfter);
    response.writeHead(page.status, { "content-type": "text/html; charset=utf-8" });
    return response.end(render(page, services.settings.appName));
  },
});

async function pageFor(page: FormPage | LinkPage, asked: Asked, services: Services): Promise<Page | "done"> {
  const { request, requestId, address } = asked;
  const { settings } = services;
  const query = new URLSearchParams(request.url?.split("?", 2)[1]);
  const token = query.get("token") ?? "";
  // A second press of the button sends the form again. The idempotency key gives it the first answer.
  const idempotency = "gone" in page ? { keys: ["form"], calls: 1, credential: `link ${token}` } : undefined;
  const base = { services, requestId, address, idempotency };
  const context: Context = { ...base, authenticate: async () => "no key", logLevel: "info" };
  const call: Visit["call"] = (procedure, input) => perform(context, procedure, input);
  const visit: Visit = { settings, requestId, token, sent: new URLSearchParams(), wrong: {}, call };

  if (isRead(request)) {
    return query.has("done") ? notice(200, page.done, settings.appUrl) : answerVisit(page, visit, false);
  }
  if (request.method !== "POST") return impossible(405, "Open the page again.");
  if (isFromElsewhere(request, settings)) return impossible(403, "Fill in the form on this page itself.");
  if (!isForm(request)) return impossible(415, "The request is not this page's form.");
  const body = await readBody(request, MAX_FORM_BYTES);
  if (body === "too large") return impossible(413, "The form is too long.");
  return answerVisit(page, { ...visit, sent: new URLSearchParams(body.toString()) }, true);
}

const impossible = (status: number, text: string) => notice(status, { title: "That is not possible", text });

const isForm = ({ headers }: IncomingMessage) =>
  /^application\/x-www-form-urlencoded\b/i.test(headers["content-type"] ?? "");

/** Whether a browser says that another website has sent the form. `Origin` is "null" for our own, which send no referrer. */
function isFromElsewhere({ headers }: IncomingMessage, { publicUrl }: Settings) {
  const { origin = "null", "sec-fetch-site": site } = headers;
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  return origin !== "null" && origin !== new URL(publicUrl).origin;
}
