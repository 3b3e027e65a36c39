import type { IncomingMessage } from "node:http";
import * as z from "zod";
import type { Services } from "../../calls/call.ts";
import { inCatalogue } from "../../calls/refusals.ts";
import type { Session, Sessions } from "../../console/session.service.ts";
import { parsed, Refusal } from "../../errors.ts";
import { type Asked, type Front, readBody } from "../front.ts";
import { headersOfAnswer, malformed } from "../trpc/errors.ts";
import { refuse } from "../trpc/front.ts";
import { isPlainJson } from "../trpc/requests.ts";
import { cookiesOf, isOwnPage, keepsCookies, sessionToken } from "./requests.ts";

const MAX_BODY_BYTES = 1024;

const secret = z.string().min(1).max(200).optional();

const SignIn = z
  .strictObject({ token: secret, api_key: secret })
  .refine(({ token, api_key }) => (token === undefined) !== (api_key === undefined), "must have token or api_key");

interface Answer {
  status: number;
  actor: string;
  cookies?: string[];
  body?: ReturnType<typeof shown>;
}

/** `/console/session`: POST signs in, GET tells who is signed in, DELETE signs out. */
export function sessionFront(services: Services, sessions: Sessions): Front {
  const { settings, limits, clock, log, database } = services;

  async function signIn({ request, address }: Asked): Promise<Answer> {
    if (!isOwnPage(request, settings)) throw forbidden("Only the console's own page may sign in.");
    if (!keepsCookies(settings))
      throw forbidden("The console needs https, or this machine: browsers keep no session for PUBLIC_URL.");
    await limits.take("publicCalls", address);
    const { token: link, api_key = "" } = parsed(SignIn, await jsonIn(request));
    const token = link === undefined ? await sessions.openByKey(api_key, address) : await sessions.openByLink(link);
    const session = await sessions.find(token);
    if (!session) throw noSession();
    const seconds = Math.floor((Date.parse(session.expiresAt) - clock().getTime()) / 1000);
    const cookies = cookiesOf(token, seconds, settings);
    return { status: 200, actor: session.actor.name, cookies, body: shown(session) };
  }

  async function tell(request: IncomingMessage): Promise<Answer> {
    const { session } = await signedIn(request);
    return { status: 200, actor: session.actor.name, body: shown(session) };
  }

  async function signOut(request: IncomingMessage): Promise<Answer> {
    const { token, session } = await signedIn(request);
    const query = new URLSearchParams(request.url?.split("?", 2)[1]);
    await sessions.end(token, session, query.get("all") === "true" ? "all" : "this");
    return { status: 204, actor: session.actor.name, cookies: cookiesOf("", 0, settings) };
  }

  async function signedIn(request: IncomingMessage) {
    const token = sessionToken(request, settings);
    const session = token && (await sessions.find(token));
    if (!token || !session) throw noSession();
    return { token, session };
  }

  function answerTo(asked: Asked) {
    const { request } = asked;
    if (request.method === "POST") return signIn(asked);
    if (request.method === "GET") return tell(request);
    if (request.method === "DELETE") return signOut(request);
    throw new Refusal("method_not_allowed", { message: "A session is asked for by GET, POST or DELETE." });
  }

  return {
    matches: (path) => path === "/console/session",
    async answer(asked) {
      const { request, response, requestId, path, address } = asked;
      try {
        const { status, actor, cookies, body } = await answerTo(asked);
        if (cookies) response.setHeader("set-cookie", cookies);
        response.writeHead(status, body && headersOfAnswer([])).end(body && JSON.stringify(body));
        log.info({ request_id: requestId, method: request.method, path, actor, address, outcome: "ok" });
      } catch (thrown) {
        const refusal = inCatalogue(thrown, database);
        if (!(refusal instanceof Refusal)) throw thrown;
        refuse(asked, refusal, log, "GET, POST, DELETE");
      }
    },
  };
}

const shown = ({ actor, name, keyId, expiresAt }: Session) => ({
  actor: { id: actor.name, name },
  scopes: actor.scopes,
  expires_at: expiresAt,
  key_id: keyId,
});

const forbidden = (message: string) => new Refusal("forbidden", { message });

const noSession = () => new Refusal("unauthorized", { message: "Nobody is signed in here, or the session has ended." });

async function jsonIn(request: IncomingMessage): Promise<unknown> {
  if (!isPlainJson(request)) throw new Refusal("unsupported_media_type");
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === "too large") throw new Refusal("payload_too_large", { message: "A sign-in is at most 1 KiB." });
  try {
    return JSON.parse(body.toString());
  } catch {
    throw malformed("it is not JSON"); // the parser's own message would repeat the token
  }
}
