import { invitationStatuses } from "@roster/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";
import { tokenIn } from "../testing/world.ts";

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const addresses = ["ada@example.com", "grace@example.com"];

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("invite" as const),
      address: fc.constantFrom(...addresses),
      isToOrganization: fc.boolean(),
      days: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ act: fc.constant("resend" as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("revoke" as const), which: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ act: fc.constant("accept" as const), which: fc.nat(20) }) },
  { weight: 3, arbitrary: fc.record({ act: fc.constant("pass" as const), hours: fc.constantFrom(1, 24, 48, 72) }) },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant("deleteUser" as const), address: fc.constantFrom(...addresses) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant("createUser" as const), address: fc.constantFrom(...addresses) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ act: fc.constant("addMember" as const), address: fc.constantFrom(...addresses) }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

interface Invitation {
  id: string;
  address: string;
  isToOrganization: boolean;
  days: number;
  expires: number;
  /** The decision. Expiry follows from the clock. */
  status: "pending" | "accepted" | "revoked";
  /** The token that opens it, if any. */
  token: string | undefined;
}

/** A model of the rules in plain lists, without a database. */
class Model {
  invitations: Invitation[] = [];
  tokens: string[] = [];
  /** The users by their addresses, and whether they are members. */
  members = new Map<string, boolean>();

  statusOf({ status, expires }: Invitation, now: number) {
    return status === "pending" && expires <= now ? ("expired" as const) : status;
  }

  opens(token: string, now: number) {
    return this.invitations.find((one) => one.token === token && this.statusOf(one, now) === "pending");
  }

  refusesToInvite(one: Pick<Invitation, "address" | "isToOrganization">, now: number) {
    if (this.members.has(one.address) && !one.isToOrganization) return "user_exists";
    if (this.members.get(one.address) && one.isToOrganization) return "already_member";
    const isHeldUp = this.invitations.some(
      (other) =>
        other !== one &&
        other.address === one.address &&
        other.isToOrganization === one.isToOrganization &&
        this.statusOf(other, now) === "pending",
    );
    return isHeldUp ? "invitation_pending" : undefined;
  }

  refusesToResend(one: Invitation, now: number) {
    if (one.status !== "pending") return `invitation_already_${one.status}`;
    return this.refusesToInvite(one, now);
  }

  /** Ends the open invitations of an address to where its owner is. */
  end(address: string, isEnded: (one: Invitation) => boolean, now: number) {
    for (const one of this.invitations) {
      if (one.address === address && this.statusOf(one, now) === "pending" && isEnded(one))
        Object.assign(one, { status: "revoked", token: undefined });
    }
    return undefined;
  }

  give(one: Invitation, token: string, now: number) {
    one.token = token;
    one.expires = now + one.days * DAY;
    this.tokens.push(token);
  }
}

/** Does a step in the directory and, if the rules allow it, in the model. Answers the code of a refusal. */
async function take({ api, pass, roster }: TestRoster, model: Model, organizationId: string, next: Step) {
  const now = roster.services.clock().getTime();
  if (next.act === "pass") return pass(next.hours * HOUR);
  if (next.act === "deleteUser") {
    const found = await api.safe.fetchUserByEmail(next.address);
    expect(found.ok).toBe(model.members.delete(next.address));
    if (!found.ok) return undefined;
    await api.deleteUser(found.data.id);
    model.invitations = model.invitations.filter(({ address }) => address !== next.address);
    return undefined;
  }
  if (next.act === "addMember") {
    const found = await api.safe.fetchUserByEmail(next.address);
    if (!found.ok || model.members.get(next.address)) return undefined;
    await api.addOrganizationMember({ organization_id: organizationId, user_id: found.data.id });
    model.members.set(next.address, true);
    return model.end(next.address, () => true, now);
  }
  if (next.act === "createUser") {
    const { address: email_address } = next;
    const expected = model.members.has(email_address) ? "email_taken" : undefined;
    const result = await api.safe.createUser({ first_name: "Ada", last_name: "Lovelace", email_address });
    expect(result.ok ? undefined : result.error.code).toBe(expected);
    if (!result.ok) return expected;
    model.members.set(email_address, false);
    return model.end(email_address, ({ isToOrganization }) => !isToOrganization, now);
  }
  if (next.act === "invite") {
    const { address, isToOrganization, days } = next;
    const expected = model.refusesToInvite(next, now);
    const result = await api.safe.inviteUser({
      email: address,
      organization_id: isToOrganization ? organizationId : null,
      expires_in_days: days,
      notify: false,
    });
    expect(result.ok ? undefined : result.error.code).toBe(expected);
    if (!result.ok) return expected;
    const invitation: Invitation = { id: result.data.id, ...next, expires: now, status: "pending", token: undefined };
    model.give(invitation, tokenIn(result.data.accept_url), now);
    return void model.invitations.push(invitation);
  }
  if (next.act === "accept") {
    const token = model.tokens[next.which % Math.max(1, model.tokens.length)] ?? "unknown";
    const open = model.opens(token, now);
    const result = await api.safe.acceptInvitation(token);
    expect(result.ok ? undefined : result.error.code).toBe(open ? undefined : "invitation_not_found");
    if (!result.ok || !open) return "invitation_not_found";
    expect(result.data.is_new_user).toBe(!model.members.has(open.address));
    const isMember = open.isToOrganization || model.members.get(open.address) === true;
    model.members.set(open.address, isMember);
    Object.assign(open, { status: "accepted", token: undefined });
    return model.end(open.address, ({ isToOrganization }) => !isToOrganization || isMember, now);
  }
  const one = model.invitations[next.which % Math.max(1, model.invitations.length)];
  if (!one) return undefined;
  if (next.act === "revoke") {
    const expected = one.status === "accepted" ? "invitation_already_accepted" : undefined;
    const result = await api.safe.revokeInvitation(one.id);
    expect(result.ok ? undefined : result.error.code).toBe(expected);
    if (result.ok) Object.assign(one, { status: "revoked", token: undefined });
    return expected;
  }
  const expected = model.refusesToResend(one, now);
  const result = await api.safe.resendInvitation(one.id, { notify: false });
  expect(result.ok ? undefined : result.error.code).toBe(expected);
  if (result.ok) model.give(one, tokenIn(result.data.accept_url), now);
  return expected;
}

async function expectAgreed({ api, roster }: TestRoster, model: Model, organizationId: string) {
  const now = roster.services.clock().getTime();
  for (const status of invitationStatuses) {
    const { data } = await api.fetchInvitedUsers({ status, per_page: 100 });
    const told = data.map((one) => [one.id, one.status, Date.parse(one.expires_at)]);
    const known = model.invitations.filter((one) => model.statusOf(one, now) === status).toReversed();
    expect(told).toEqual(known.map((one) => [one.id, status, one.expires]));
  }
  for (const token of model.tokens) {
    const result = await api.safe.fetchInvitation(token);
    expect(result.ok ? result.data.email : undefined).toBe(model.opens(token, now)?.address);
  }
  const users = (await api.fetchUsers()).data.map(({ email }) => email);
  expect(users.toSorted()).toEqual([...model.members.keys()].toSorted());
  const [organization] = (await api.fetchOrganizations({ search: organizationId })).data;
  expect(organization?.member_count).toBe([...model.members.values()].filter(Boolean).length);
}

test("after random invitations, resends, revocations, acceptances and expiries each link opens just what it should", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 40 }), async (steps) => {
      await using directory = await openTestRoster();
      const { id: organizationId } = await directory.api.createOrganization({ name: "Acme" });
      const model = new Model();
      for (const next of steps) {
        const before = { ...(await directory.dump()), sqlite_sequence: null };
        const code = await take(directory, model, organizationId, next);
        if (code !== undefined) expect({ ...(await directory.dump()), sqlite_sequence: null }).toEqual(before);
        seen.add(`${next.act}: ${code ?? "ok"}`);
        await expectAgreed(directory, model, organizationId);
      }
      await expectSound(directory.databaseUrl);
    }),
    { seed: 20260303, numRuns: 60 },
  );
  // Every way to end was met, so the steps did reach the corners.
  expect([...seen].toSorted()).toEqual([
    "accept: invitation_not_found",
    "accept: ok",
    "addMember: ok",
    "createUser: email_taken",
    "createUser: ok",
    "deleteUser: ok",
    "invite: already_member",
    "invite: invitation_pending",
    "invite: ok",
    "invite: user_exists",
    "pass: ok",
    "resend: already_member",
    "resend: invitation_already_accepted",
    "resend: invitation_already_revoked",
    "resend: invitation_pending",
    "resend: ok",
    "resend: user_exists",
    "revoke: invitation_already_accepted",
    "revoke: ok",
  ]);
});
