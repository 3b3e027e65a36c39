import type { Scope } from "@roster/contract/scopes";
import { useSyncExternalStore } from "react";

/** Whoever is signed in, as the server answers it. */
export interface Session {
  actor: { id: string; name: string | null };
  scopes: Scope[];
  expires_at: string;
  key_id: string | null;
}

interface State {
  /** Undefined until the first person has signed in on this page. */
  session: Session | undefined;
  /** Whether the session ended while the page was open: what was typed stays until the person signs in again. */
  hasEnded: boolean;
}

let state: State = { session: undefined, hasEnded: false };
const listeners = new Set<() => void>();

function set(next: State) {
  state = next;
  for (const listener of listeners) listener();
}

const useState = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );

export const useHasEnded = () => useState().hasEnded;
export const useSession = () => useState().session;

/** Whether the person may do what needs this scope. The server decides; the page only leaves out what would be refused. */
export function useCan() {
  const scopes = new Set(useState().session?.scopes);
  return (scope: Scope) => scopes.has(scope);
}

export const sessionEnded = () => state.session && set({ ...state, hasEnded: true });

/** A refused sign-in, in the server's words. */
export class SignInError extends Error {}

async function request(init: RequestInit & { query?: string }): Promise<Session | undefined> {
  const { query = "", ...rest } = init;
  const response = await fetch(`/console/session${query}`, {
    ...rest,
    headers: { "x-roster-console": "1", ...(rest.body ? { "content-type": "application/json" } : {}) },
  });
  if (response.ok) return response.status === 204 ? undefined : ((await response.json()) as Session); // the front answers nothing else
  const failure = (await response.json().catch(() => undefined)) as { error?: { message?: string } } | undefined;
  throw new SignInError(failure?.error?.message ?? "The server does not answer. Try again shortly.");
}

/** The session that this browser has a cookie for. */
export async function findSession() {
  if (state.session) return state.session;
  const response = await fetch("/console/session", { headers: { "x-roster-console": "1" } }).catch(() => undefined);
  if (response?.ok) set({ session: (await response.json()) as Session, hasEnded: false });
  return state.session;
}

/** Signs in by the token of a link, or by an API key. Throws a SignInError. */
export async function signIn(by: { token: string } | { api_key: string }) {
  const session = await request({ method: "POST", body: JSON.stringify(by) });
  set({ session, hasEnded: false });
}

export async function signOut(everywhere: boolean) {
  await request({ method: "DELETE", query: everywhere ? "?all=true" : "" });
  location.assign("/sign-in");
}
