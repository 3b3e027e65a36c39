import { prettyFactory } from "pino-pretty";
import { readSettings, type Settings } from "../config.ts";
import { makeSignInLink } from "../console/session.service.ts";
import { databaseExists, shownUrl } from "../database/open.ts";
import { createLog } from "../log.ts";
import { openRoster } from "../roster.ts";
import { createDevelopmentKey, DEVELOPMENT_DAYS, listKeys } from "./keys.ts";
import { seed } from "./seed.ts";
import { serve } from "./serve.ts";

/** For development: creates sample users and a key on the first run, then serves with readable logs. */
export async function start() {
  const settings = { ...readSettings(), isDevelopment: true };
  const textOf = prettyFactory({ ignore: "pid,hostname", singleLine: true });
  const log = createLog(settings.logLevel, { textOf });
  if (settings.databaseCreate && !databaseExists(settings.databaseUrl)) await seed(settings);
  const roster = await openRoster(settings, { log });
  const url = await serve(roster);
  const now = new Date().toISOString();
  const works = (await listKeys(roster)).some((key) => !key.revoked_at && (key.expires_at ?? now) >= now);
  const key = !works ? (await createDevelopmentKey(roster)).key : undefined;
  const link = settings.hasConsole ? await makeSignInLink(roster.services, url) : undefined;
  console.log(welcome(url, settings, link, key));
}

const welcome = (
  url: string,
  { databaseUrl, smtp, mailFolder }: Settings,
  link: string | undefined,
  key: string | undefined,
) => `
  Roster is running at ${url} on ${shownUrl(databaseUrl)}

  ${link ? firstLook(link) : "The console is off: CONSOLE is off"}

  ${smtp ? "Mails are sent by the server that SMTP_URL names" : `Mails are written to ${mailFolder}, and their links to this log`}

  ${key ? firstSteps(url, key) : "Your development key was shown at the first start. To make another one:\n\n    npx pnpm@12.21.0 roster keys create my-key --scopes all"}

  Stop with Ctrl-C.
`;

const firstLook = (link: string) => `Open the console. This link signs you in, once within 10 minutes:

    ${link}

  Another link: npx pnpm@12.21.0 roster console`;

const firstSteps = (
  url: string,
  key: string,
) => `Your development API key, shown this once. It works for ${DEVELOPMENT_DAYS} days, and only under start:

    ${key}

  Try it:

    curl -H "Authorization: Bearer ${key}" "${url}/trpc/fetchUsers?input=%7B%22per_page%22%3A3%7D"`;
