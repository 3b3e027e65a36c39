import type { Input, Output, ProcedureName, User } from "@roster/client";
import type { Model } from "./linearizability.ts";
import type { Outcome } from "./race.ts";

// What calls about an address and about a user may answer, one call at a time. A call that concerns several of them is in the history
// of each: if all calls have an order, then so does each part of them.

export type Performed =
  | "createUser"
  | "deleteUser"
  | "updateUser"
  | "fetchUserDetails"
  | "fetchUserByEmail"
  | "fetchUserByExternalId"
  | "addEmail"
  | "updateEmail"
  | "deleteEmail"
  | "inviteUser"
  | "acceptInvitation"
  | "revokeInvitation";

export interface ActOf<P extends ProcedureName> {
  procedure: P;
  input: Input<P>;
  outcome: Outcome<P>;
}

/** A call that was answered. */
export type Act = { [P in Performed]: ActOf<P> }[Performed];

/** What the acts do not say themselves. */
export interface Facts {
  /** Names a row of an email. The answer to `createUser` has no id of the user's email. */
  rowOf(email: { user_id: string; email_id: string }): string;
  addressOf(email: { email_id: string }): string | undefined;
  /** The id of the invitation of a link's token. */
  invitationOf(token: string): string | undefined;
}

type Rules<State> = { [P in Performed]: (state: State, act: ActOf<P>) => State | undefined };

const modelOf = <State>(initial: State, rules: Rules<State>): Model<State, Act> => ({
  initial,
  next: (state, act) => {
    const rule = rules[act.procedure] as (state: State, act: Act) => State | undefined; // the rule of this act's procedure
    return rule(state, act);
  },
  isRead: ({ procedure, outcome }) => procedure.startsWith("fetch") || !outcome.ok,
});

const only = <State>(isRight: boolean, state: State) => (isRight ? state : undefined);

const codeOf = (outcome: Outcome<ProcedureName>) => (outcome.ok ? "ok" : outcome.code);

interface Row {
  id: string;
  user: string;
  isVerified: boolean;
}

interface Address {
  /** One verified row, or any number of others. */
  rows: Row[];
  /** The pending invitation. */
  invitation: string | null;
}

/** The row of the email with which a user was created. */
export const vouchedRow = (userId: string) => `of ${userId}`;

const ownerOf = ({ rows }: Address) => rows.find(({ isVerified }) => isVerified);

const owned = (user: string): Row[] => [{ id: vouchedRow(user), user, isVerified: true }];

const sorted = (rows: Row[]) => rows.toSorted((one, other) => (one.id < other.id ? -1 : 1));

const unchanged = <State>(state: State) => state;

/** An address: who owns it, who has a copy, who is invited. */
export function addressModel(address: string, { rowOf, invitationOf }: Facts): Model<Address, Act> {
  return modelOf<Address>(
    { rows: [], invitation: null },
    {
      createUser(state, { outcome }) {
        const owner = ownerOf(state);
        if (outcome.ok) return only(!owner, { rows: owned(outcome.data.id), invitation: null });
        return only(outcome.code !== "email_taken" || owner !== undefined, state);
      },
      deleteUser(state, { input, outcome }) {
        if (!outcome.ok) return state;
        return { ...state, rows: state.rows.filter(({ user }) => user !== input.user_id) };
      },
      updateUser: unchanged,
      fetchUserDetails(state, { input, outcome }) {
        if (!outcome.ok) return state;
        const row = state.rows.find(({ user }) => user === input.user_id);
        const email = outcome.data.emails.find((found) => found.email === address);
        if (!email) return only(!row, state);
        const id = rowOf({ user_id: input.user_id, email_id: email.id });
        return only(row?.id === id && row.isVerified === email.is_verified, state);
      },
      fetchUserByEmail: (state, { outcome }) =>
        only(ownerOf(state)?.user === (outcome.ok ? outcome.data.id : undefined), state),
      fetchUserByExternalId: unchanged,
      addEmail(state, { input: { user_id }, outcome }) {
        const isFree = !ownerOf(state) && !state.rows.some(({ user }) => user === user_id);
        if (!outcome.ok) return only(outcome.code !== "email_taken" || !isFree, state);
        const row = { id: outcome.data.id, user: user_id, isVerified: false };
        return only(isFree, { ...state, rows: sorted([...state.rows, row]) });
      },
      updateEmail(state, { input, outcome }) {
        const row = state.rows.find(({ id }) => id === rowOf(input));
        if (outcome.ok) {
          if (!row || outcome.data.is_verified !== input.is_verified) return undefined;
          const updated = { ...row, isVerified: input.is_verified };
          const others = state.rows.filter((one) => one !== row);
          if (!input.is_verified) return { ...state, rows: sorted([...others, updated]) };
          return { rows: [updated], invitation: row.isVerified ? state.invitation : null };
        }
        if (outcome.code === "primary_required") return only(row?.isVerified === true, state);
        return only(outcome.code === "email_taken" ? ownerOf(state) !== undefined && !row : !row, state);
      },
      deleteEmail(state, { input, outcome }) {
        const row = state.rows.find(({ id }) => id === rowOf(input));
        if (!outcome.ok) return only(outcome.code === "email_not_found" ? !row : row !== undefined, state);
        return only(row !== undefined, { ...state, rows: state.rows.filter((one) => one !== row) });
      },
      inviteUser(state, { outcome }) {
        const owner = ownerOf(state);
        if (outcome.ok) return only(!owner && state.invitation === null, { ...state, invitation: outcome.data.id });
        return only(outcome.code === "user_exists" ? owner !== undefined : !owner && state.invitation !== null, state);
      },
      acceptInvitation(state, { input, outcome }) {
        const isOpen = state.invitation === invitationOf(input.token);
        if (!outcome.ok) return only(outcome.code !== "invitation_not_found" || !isOpen, state);
        const { is_new_user, user_id } = outcome.data;
        const owner = ownerOf(state);
        const isRight = is_new_user ? !owner : owner?.user === user_id;
        return only(isOpen && isRight, { rows: owner ? state.rows : owned(user_id), invitation: null });
      },
      revokeInvitation(state, { input, outcome }) {
        const isOpen = state.invitation === input.invitation_id;
        if (!outcome.ok) return only(!isOpen, state);
        return isOpen ? { ...state, invitation: null } : state;
      },
    },
  );
}

interface Person {
  id: string;
  version: number;
  name: string | null;
  count: unknown;
  /** The primary address. */
  email: string | null;
  /** Verified addresses, the oldest one first. */
  verified: { address: string; since: string }[];
}

const countOf = (user: Pick<User, "public_metadata">) => user.public_metadata.count ?? null;

function isSame(person: Person | null, user: User): boolean {
  if (person === null) return false;
  const { id, version, name, count, email } = person;
  const seen = [user.id, user.version, user.first_name, countOf(user), user.email];
  return JSON.stringify([id, version, name, count, email]) === JSON.stringify(seen);
}

function verify(person: Person, { id, email: address, created_at }: Output<"updateEmail">): Person {
  const { verified, version, email } = person;
  const others = verified.filter((one) => one.address !== address);
  const known = verified.find((one) => one.address === address) ?? { address, since: `${created_at} ${id}` };
  return {
    ...person,
    verified: [...others, known].toSorted((one, other) => (one.since < other.since ? -1 : 1)),
    email: address,
    version: email === address ? version : version + 1,
  };
}

function without(person: Person, address: string | undefined): Person {
  const verified = person.verified.filter((one) => one.address !== address);
  if (person.email !== address) return { ...person, verified };
  return { ...person, verified, email: verified[0]?.address ?? null, version: person.version + 1 };
}

/** The user with an external id: fields, version, primary and verified addresses. */
export function personModel({ addressOf }: Facts): Model<Person | null, Act> {
  return modelOf<Person | null>(null, {
    createUser(state, { outcome }) {
      if (!outcome.ok) return only((state === null) === (outcome.code !== "external_id_taken"), state);
      const { id, version, first_name: name, email, created_at } = outcome.data;
      const verified = email === null ? [] : [{ address: email, since: created_at }];
      return only(state === null && version === 1, { id, version, name, count: null, email, verified });
    },
    deleteUser: (state, { input, outcome }) =>
      outcome.ok ? only(state?.id === input.user_id, null) : only(state?.id !== input.user_id, state),
    updateUser(state, { input, outcome }) {
      if (state?.id !== input.user_id) return only(codeOf(outcome) === "user_not_found", state);
      const isExpected = (input.if_version ?? state.version) === state.version;
      if (!outcome.ok) return only(outcome.code === "version_mismatch" && !isExpected, state);
      const count = input.public_metadata ? countOf({ public_metadata: input.public_metadata }) : state.count;
      const after = { ...state, name: input.first_name ?? state.name, count, version: state.version + 1 };
      return only(isExpected && isSame(after, outcome.data), after);
    },
    fetchUserDetails(state, { input, outcome }) {
      if (!outcome.ok) return only(state?.id !== input.user_id, state);
      const { user, emails } = outcome.data;
      const verified = emails.filter((email) => email.is_verified).map(({ email }) => email);
      const known = state?.verified.map(({ address }) => address) ?? [];
      return only(isSame(state, user) && verified.toSorted().join() === known.toSorted().join(), state);
    },
    fetchUserByEmail: (state, { outcome }) => only(outcome.ok && isSame(state, outcome.data), state),
    fetchUserByExternalId: (state, { outcome }) =>
      only(outcome.ok ? isSame(state, outcome.data) : state === null, state),
    addEmail: (state, { input, outcome }) =>
      only((state?.id === input.user_id) === (codeOf(outcome) !== "user_not_found"), state),
    updateEmail(state, { input, outcome }) {
      const isThere = state?.id === input.user_id;
      if (outcome.ok) {
        if (!isThere) return undefined;
        if (input.is_verified) return verify(state, outcome.data);
        return only(state.email !== outcome.data.email, without(state, outcome.data.email));
      }
      if (outcome.code !== "primary_required") return state;
      return only(isThere && state.email === addressOf(input), state);
    },
    deleteEmail(state, { input, outcome }) {
      if (!outcome.ok) return state;
      return state?.id === input.user_id ? without(state, addressOf(input)) : undefined;
    },
    inviteUser: unchanged,
    acceptInvitation: unchanged,
    revokeInvitation: unchanged,
  });
}
