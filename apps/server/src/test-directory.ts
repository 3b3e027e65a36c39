import "./node-version.ts";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { scopes } from "@roster/contract";
import { pino } from "pino";
import { readSettings, type Settings } from "./config.ts";
import { MEMORY } from "./database/open.ts";
import { createHttpServer } from "./http/server.ts";
import type { Log } from "./log.ts";
import { tinyCost } from "./passwords/passwords.ts";
import { openRoster, type Parts, type Roster } from "./roster.ts";

/** A mail or text message that a test directory has sent. */
export interface SentMessage {
  kind: "mail" | "sms";
  /** The address or number. */
  to: string;
  /** What it is, such as `invitation`, `password_reset` or `email_code`. */
  template: string;
  /** Null for a text message. */
  subject: string | null;
  text: string;
  /** The link in it, with its token. */
  link: string | null;
  /** The code in it. */
  code: string | null;
}

/** A directory in memory, for a team's own tests. */
export interface TestDirectory extends Roster {
  /** Advances the clock, which otherwise stands still: invitations expire, codes run out. */
  pass(milliseconds: number): void;
  /** Sends what is due, and answers all messages so far. */
  sent(): Promise<readonly SentMessage[]>;
  /**
   * Serves it over HTTP on a free port of 127.0.0.1, until it is closed. Links in mails lead there from now on. Answers its URL, and an
   * API key with all scopes.
   */
  listen(): Promise<{ url: string; apiKey: string }>;
}

export interface TestDirectoryOptions {
  /** Settings by the names of their environment variables, such as `PASSWORD_MIN_LENGTH`. The environment itself is not read. */
  settings?: Record<string, string>;
  /** The time at which the clock stands at first. Default: now. */
  now?: Date;
  /** Default: none. */
  log?: Log;
}

/** Opens a directory that is in memory only: nothing is written to disk, and nothing is sent. Each is alone, and a process has as many as it likes. */
export async function openTestDirectory(options: TestDirectoryOptions = {}): Promise<TestDirectory> {
  const settings: Settings = { ...readSettings(options.settings ?? {}), databaseUrl: MEMORY };
  const { clock, pass } = createClock(options.now);
  const { messages, ...senders } = collectMessages();
  const log = options.log ?? pino({ level: "silent" });
  const roster = await openRoster(settings, { clock, log, hashCost: tinyCost, ...senders });
  const servers: AsyncDisposable[] = [];
  const close = async () => {
    for (const server of servers) await server[Symbol.asyncDispose]();
    await roster.close();
  };
  return {
    ...roster,
    pass,
    async sent() {
      await roster.deliver();
      return [...messages];
    },
    async listen() {
      const server = await listenOnFreePort(roster);
      servers.push(server);
      settings.publicUrl = server.url;
      const made = await roster.call("createApiKey", { name: "test", scopes: [...scopes] }, { name: "test", scopes });
      if (!made.ok) throw new Error(made.failure.message);
      return { url: server.url, apiKey: made.data.key };
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A clock that stands still between calls of `pass`. */
export function createClock(start = new Date()) {
  let now = start.getTime();
  return {
    clock: () => new Date(now),
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

/** Serves a directory on a free port of 127.0.0.1. */
export async function listenOnFreePort({ services }: Roster, builtConsole?: string) {
  const { server, drain } = createHttpServer(services, builtConsole);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    drain,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await drain();
    },
  };
}

/** Ways to send that keep each message. */
function collectMessages() {
  const messages: SentMessage[] = [];
  const mail: Parts["mail"] = async ({ subject, text, secret = null }, { recipient: to, template }) => {
    const isLink = secret !== null && URL.canParse(secret);
    const carried = { link: isLink ? secret : null, code: isLink ? null : secret };
    messages.push({ kind: "mail", to, template: template ?? "", subject, text, ...carried });
  };
  const sms: Parts["sms"] = {
    async send({ to, template, text }) {
      const [code = null] = /\b\d{6}\b/.exec(text) ?? [];
      messages.push({ kind: "sms", to, template, subject: null, text, link: null, code });
    },
  };
  return { messages, mail, sms };
}
