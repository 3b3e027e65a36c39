import { type Input, type Output, type ProcedureName, scopes } from "@roster/contract";
import { sql } from "kysely";
import { pino } from "pino";
import type { Context } from "../../../apps/server/src/calls/call.ts";
import { readSettings } from "../../../apps/server/src/config.ts";
import type { Tx } from "../../../apps/server/src/database/database.ts";
import { openDatabase } from "../../../apps/server/src/database/open.ts";
import { createPreviews } from "../../../apps/server/src/outbox/previews.ts";
import { createPasswords } from "../../../apps/server/src/passwords/passwords.ts";
import type { RateLimits } from "../../../apps/server/src/rate-limits/rate-limits.ts";
import { call } from "../../../apps/server/src/router.ts";
import { organizationCount, organizationName, password, personAt } from "./people.ts";

const USERS_A_TRANSACTION = 20_000;
/** So that a transaction writes each page of an index once. */
const CACHE_KIBIBYTES = 2_000_000;
const actor = { name: "benchmark", scopes };

type Ask = <P extends ProcedureName>(procedure: P, input: Input<P>) => Promise<Output<P>>;

/** Rate limits that count nothing. */
const unlimited: RateLimits = {
  call: async () => undefined,
  take: async () => undefined,
  giveBack: async () => undefined,
  forget: async () => undefined,
  isCounted: async () => true,
  unlessBusy: (_rule, _key, work) => work(),
  counted: (_rule, _key, work) => work(),
};

/**
 * Creates a directory through the server's own procedures, many calls in one transaction, so that every row is as the server writes
 * it. Only passwords differ: one hash serves all users.
 */
export async function seedRoster(path: string, users: number, onUsers: (done: number) => void) {
  const settings = readSettings({ DATABASE_URL: `file:${path}` });
  const database = await openDatabase(settings.databaseUrl);
  const log = pino({ level: "silent" });
  const passwords = createPasswords();
  const hash = await passwords.hash(password);
  const start = Date.now() - 400 * 24 * 60 * 60 * 1000;
  let now = start;

  const clock = () => new Date(now);
  const asker = (tx: Tx): Ask => {
    const services: Context["services"] = {
      database: {
        ...database,
        read: tx,
        single: (work) => work(tx),
        snapshot: (work) => work(tx),
        transaction: async (work, finish) => {
          const result = await work(tx);
          await finish?.(tx, [result]);
          return result;
        },
      },
      keys: { authenticate: async () => actor, revoke: () => undefined },
      preview: createPreviews([], clock),
      passwords: { ...passwords, hash: async () => hash, verify: async () => true },
      limits: unlimited,
      failures: { signIn: async () => undefined, apiKey: () => undefined, flush: async () => undefined },
      settings,
      clock,
      log,
    };
    return async (procedure, input) => {
      now += 1;
      const context: Context = { services, authenticate: async () => actor, requestId: "seed", logLevel: "debug" };
      const result = await call(context, procedure, input);
      if (!result.ok) throw new Error(`${procedure}: ${result.failure.message} ${JSON.stringify(result.failure.data)}`);
      return result.data;
    };
  };

  try {
    await database.migrate();
    const organizations: string[] = [];
    await database.transaction(async (tx) => {
      await sql`pragma cache_size = ${sql.lit(-CACHE_KIBIBYTES)}`.execute(tx);
      const ask = asker(tx);
      for (let index = 0; index < organizationCount(users); index++) {
        organizations.push((await ask("createOrganization", { name: organizationName(index) })).id);
      }
    });
    for (let first = 0; first < users; first += USERS_A_TRANSACTION) {
      const end = Math.min(first + USERS_A_TRANSACTION, users);
      await database.bulk(async (tx) => {
        const ask = asker(tx);
        for (let index = first; index < end; index++) {
          await makeUser(ask, index, users, organizations);
        }
      });
      onUsers(end);
    }
    // Otherwise a measured server would spend its first minutes on notices of sign-ins, which are over.
    await database.bulk((tx) => tx.deleteFrom("messages").execute());
  } finally {
    await database.close();
  }
}

async function makeUser(ask: Ask, index: number, users: number, organizations: string[]) {
  const person = personAt(index, users);
  const { id: user_id } = await ask("createUser", {
    first_name: person.first_name,
    last_name: person.last_name,
    email_address: person.email,
    phone_number: person.phone_number,
    username: person.username,
    external_id: person.external_id,
    public_metadata: { locale: "en-GB" },
    ...(person.has_password && { password, skip_password_check: true }),
  });
  await ask("addEmail", { user_id, email: person.second_email });
  const provider_user_id = String(10 ** 15 + index);
  await ask("linkSocialConnection", { user_id, provider: person.provider, provider_user_id, email: person.email });
  const organization_id = organizations[person.organization] ?? "";
  await ask("addOrganizationMember", { organization_id, user_id, role: index % 7 === 0 ? "admin" : "member" });
  if (person.has_password && person.has_signed_in) await ask("verifyPassword", { user_id, password });
  if (!person.is_active) await ask("deactivateUser", { user_id, reason: "Left the company" });
}
