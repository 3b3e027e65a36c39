import { scopes } from "@roster/contract";
import { findApiKey } from "../api-keys/api-key.queries.ts";
import { toApiKey } from "../api-keys/api-key.table.ts";
import { actorOf } from "../api-keys/authenticate.ts";
import { createStamps } from "../api-keys/last-use.ts";
import type { Actor, Services } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { after, HOUR, MINUTE } from "../times.ts";
import { hashToken, newToken } from "../tokens/tokens.ts";
import {
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  openLink,
  stampSession,
} from "./session.queries.ts";

const LINK_LIFETIME = 10 * MINUTE;
const SESSION_LIFETIME = 12 * HOUR;
const MOST_IDLE = HOUR;

/** Who has signed in by a link of the operator. It has all scopes, and appears in the audit log as `console`. */
const operator: Actor = { name: "console", scopes };

export interface Session {
  actor: Actor;
  /** The name of its key. */
  name: string;
  keyId: string | null;
  expiresAt: string;
}

export type Sessions = ReturnType<typeof createSessions>;

/**
 * Makes a link that signs the operator in, once within 10 minutes. Its token is in the fragment, which browsers send to nobody. `at` is
 * the address of a server that takes any free port.
 */
export async function makeSignInLink({ database, clock, settings }: Services, at?: string) {
  const now = clock();
  const token = newToken();
  const row = { hash: hashToken(token), api_key_id: null, created_at: now.toISOString(), last_used_at: null };
  await database.transaction((tx) => insertSession(tx, { ...row, expires_at: after(now, LINK_LIFETIME) }));
  return `${at !== undefined && settings.port === 0 ? at : settings.publicUrl}/sign-in#${token}`;
}

/** The sessions of the console: each ends after 12 hours, an hour without a request, or with its API key. */
export function createSessions({ database, clock, settings, keys, log }: Services) {
  const stamp = createStamps({ log }, "a session's");

  return {
    /** Opens a session by the token of a link, and answers its own token. */
    async openByLink(link: string): Promise<string> {
      const now = clock();
      const token = newToken();
      const opened = { hash: hashToken(token), expires_at: after(now, SESSION_LIFETIME) };
      const found = await database.transaction((tx) =>
        openLink(tx, { link: hashToken(link), now: now.toISOString(), ...opened }),
      );
      if (!found) throw new Refusal("token_not_found");
      return token;
    },

    /** Opens a session that acts for an API key, and answers its token. */
    async openByKey(apiKey: string, address: string): Promise<string> {
      const actor = await keys.authenticate(apiKey, address);
      if (!actor) throw new Refusal("unauthorized", { message: "The API key is not valid, or it has ended." });
      const now = clock();
      const token = newToken();
      const latest = after(now, SESSION_LIFETIME);
      const expires_at = actor.expiresAt && actor.expiresAt < latest ? actor.expiresAt : latest;
      const at = { created_at: now.toISOString(), last_used_at: now.toISOString(), expires_at };
      await database.transaction((tx) => insertSession(tx, { hash: hashToken(token), api_key_id: actor.name, ...at }));
      return token;
    },

    /** The session of a token. Its actor has the scopes that the key has now. */
    async find(token: string): Promise<Session | undefined> {
      const hash = hashToken(token);
      const at = clock();
      const now = at.toISOString();
      const row = await database.single((db) => findSession(db, { hash, now, idle: after(at, -MOST_IDLE) }));
      if (!row) return undefined;
      const { api_key_id: keyId, expires_at: expiresAt, last_used_at } = row;
      const key = keyId === null ? undefined : await database.single((db) => findApiKey(db, keyId));
      const actor = keyId === null ? operator : key && actorOf(toApiKey(key), at, settings);
      if (!actor) return undefined;
      if (last_used_at !== null && last_used_at <= after(at, -MINUTE))
        void stamp(hash, () => database.transaction((tx) => stampSession(tx, hash, now)));
      return { actor, name: key?.name ?? actor.name, keyId, expiresAt };
    },

    /** Ends a session, or all of its key or of the operator. */
    async end(token: string, { keyId }: Session, which: "this" | "all") {
      await database.transaction((tx) =>
        which === "all" ? deleteSessionsOf(tx, keyId) : deleteSession(tx, hashToken(token)),
      );
    },
  };
}
