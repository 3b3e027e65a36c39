import { setTimeout as sleep } from "node:timers/promises";
import type { ErrorCode, RosterClient, User } from "@roster/client";

/** The records that a mixed load shares with other loads. */
export interface LoadPlan {
  /** Distinguishes the addresses of different loads. */
  name: string;
  milliseconds: number;
  /** Number of concurrent calls. */
  lanes: number;
  /** All loads increment `public_metadata.count` of this user. */
  counterId: string;
  /** All loads make users members of this organization. */
  organizationId: string;
}

/** The answers to a load: what must exist afterwards, and what must not. */
export interface Ledger {
  users: string[];
  deletedUsers: string[];
  emails: string[];
  deletedEmails: string[];
  members: string[];
  invitations: string[];
  approved: string[];
  /** Acknowledged increments of the counter. */
  counted: number;
  /** Increments whose outcome is unknown. */
  maybeCounted: number;
  calls: number;
  refusals: Partial<Record<ErrorCode, number>>;
}

const emptyLedger = (): Ledger => ({
  users: [],
  deletedUsers: [],
  emails: [],
  deletedEmails: [],
  members: [],
  invitations: [],
  approved: [],
  counted: 0,
  maybeCounted: 0,
  calls: 0,
  refusals: {},
});

const without = (list: string[], gone: string | undefined) => list.filter((one) => one !== gone);

/** A load under way. */
export interface Load {
  /** The answers so far. */
  ledger: Readonly<Ledger>;
  /** The ledger, when the directory has stopped answering. */
  ended: Promise<Ledger>;
  end(): Promise<Ledger>;
}

/** Puts a mixed load on a directory until the time is over or it stops answering. */
export function putLoad(api: RosterClient, plan: LoadPlan): Promise<Ledger> {
  const load = startLoad(api, plan);
  const timer = setTimeout(() => void load.end(), plan.milliseconds);
  return load.ended.finally(() => clearTimeout(timer));
}

/** Puts a mixed load on a directory until it is ended or the directory stops answering. */
export function startLoad(api: RosterClient, plan: Omit<LoadPlan, "milliseconds">): Load {
  const ledger = emptyLedger();
  const over = new AbortController();
  let next = 0;

  /** Answers the call's data, or undefined, and records the outcome. */
  async function note<T>(call: Promise<{ ok: true; data: T } | { ok: false; error: { code: ErrorCode } }>) {
    const result = await call;
    ledger.calls++;
    if (result.ok) return { data: result.data };
    const { code } = result.error;
    ledger.refusals[code] = (ledger.refusals[code] ?? 0) + 1;
    return undefined;
  }
  const address = (of: string) => `${of}.${next++}@${plan.name}.example`;
  const { safe } = api;

  async function liveOfAUser() {
    const name = { first_name: "Load", last_name: plan.name };
    const made = await note(
      safe.createUser({ ...name, email_address: address("user"), username: `${plan.name}${next}` }),
    );
    if (!made) return;
    const { id } = made.data;
    ledger.users.push(id);

    await note(safe.createUser({ ...name, email_address: "everybody@wants.example" }));
    const added = await note(safe.addEmail(id, address("second")));
    if (added) {
      ledger.emails.push(added.data.id);
      await note(safe.updateEmail(id, added.data.id, true, true));
      if (next % 3 === 0) await deleteEmail(id, added.data.id);
    }
    if (await note(safe.addOrganizationMember({ organization_id: plan.organizationId, user_id: id }))) {
      ledger.members.push(id);
    }
    if (next % 4 === 0) await deleteUser(id, added?.data.id);
  }

  async function deleteEmail(userId: string, emailId: string) {
    ledger.emails.splice(ledger.emails.indexOf(emailId), 1); // even without an answer it may be deleted now
    if (await note(safe.deleteEmail(userId, emailId))) ledger.deletedEmails.push(emailId);
  }

  async function deleteUser(id: string, emailId: string | undefined) {
    ledger.users = without(ledger.users, id);
    ledger.members = without(ledger.members, id);
    ledger.emails = without(ledger.emails, emailId);
    if (await note(safe.deleteUser(id))) ledger.deletedUsers.push(id);
  }

  async function count() {
    const read = await note(safe.fetchUserDetails(plan.counterId));
    if (!read) return;
    const { public_metadata, version } = read.data.user;
    const patch = { public_metadata: { count: Number(public_metadata.count ?? 0) + 1 }, if_version: version };
    const unknown = () => (ledger.refusals.unreachable ?? 0) + (ledger.refusals.internal_error ?? 0);
    const before = unknown();
    const counted: { data: User } | undefined = await note(safe.updateUser(plan.counterId, patch));
    if (counted) ledger.counted++;
    else if (unknown() > before) ledger.maybeCounted++;
  }

  async function invite() {
    const invited = await note(safe.inviteUser({ email: address("invited") }));
    if (invited) ledger.invitations.push(invited.data.id);
  }

  async function waitAndApprove() {
    await note(safe.joinWaitlist({ email: address("waiting") }));
    const list = await note(safe.fetchWaitlist({ per_page: 1 }));
    const first = list?.data.data[0];
    if (!first) return;
    const approved: { data: User } | undefined = await note(safe.approveWaitlistUser(first.id));
    if (!approved) return;
    ledger.approved.push(first.id);
    ledger.users.push(approved.data.id);
  }

  const work = [liveOfAUser, count, invite, waitAndApprove];
  const lanes = Array.from({ length: plan.lanes }, async (_, lane) => {
    for (let turn = lane; !over.signal.aborted && ledger.refusals.unreachable === undefined; turn++) {
      await work[turn % work.length]?.();
      await sleep(0);
    }
  });
  const ended = Promise.all(lanes).then(() => ledger);
  return {
    ledger,
    ended,
    end() {
      over.abort();
      return ended;
    },
  };
}
