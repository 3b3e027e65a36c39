import { type ProcedureName, rateLimits } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { hashingAfter } from "../testing/beyond-limit.ts";
import type { Call, Outcome } from "../testing/race.ts";
import { racers, tally } from "../testing/race.ts";
import { openTestRoster, type TestRoster } from "../testing/roster.ts";
import { expectSound } from "../testing/soundness.ts";
import { tokenIn } from "../testing/world.ts";

// Every call of a race is made at the same moment, from four processes that have the same database open.

const password = "wind tunnels hum all night";
const email = "grace@example.com";
const TRIES = rateLimits.tokenTries.points;

/** A directory whose clock is set to the real time, which the racers use. */
async function openToday() {
  const directory = await openTestRoster();
  directory.pass(Date.now() - directory.roster.services.clock().getTime());
  return directory;
}

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

const accept = (token: string, index = 0): Call<"acceptInvitation"> => [
  "acceptInvitation",
  { token, first_name: `Grace ${index}`, password },
];

const successes = <P extends ProcedureName>(outcomes: readonly Outcome<P>[]) =>
  outcomes.flatMap((outcome) => (outcome.ok ? [outcome.data] : []));

const soundly = ({ databaseUrl }: TestRoster) => expectSound(databaseUrl);

describe("of concurrent acceptances of an invitation", () => {
  test.for([50, 100])("one does, of %i with one link", async (players) => {
    await using directory = await openToday();
    const { api, databaseUrl } = directory;
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const { id, accept_url } = await api.inviteUser({ email, organization_id });

    const calls = times(players, (index) => accept(tokenIn(accept_url), index));
    const outcomes = await racers.race(databaseUrl, calls);

    // A call after the acceptance is refused without being counted.
    const { ok, invitation_not_found: late = 0, rate_limited: beyond = 0, ...others } = tally(outcomes);
    expect({ ok, refused: late + beyond, others }).toEqual({ ok: 1, refused: players - 1, others: {} });
    if (beyond > 0) expect(late).toBeGreaterThanOrEqual(TRIES - 1);
    const [winner] = successes(outcomes);
    const { data: users } = await api.fetchUsers();
    expect(users).toMatchObject([{ id: winner?.user_id, email }]);
    expect((await api.fetchOrganizations()).data).toMatchObject([{ member_count: 1 }]);
    expect((await api.fetchInvitedUsers({ status: "accepted" })).data).toMatchObject([
      { id, accepted_user_id: winner?.user_id },
    ]);
    expect((await api.verifyPassword({ identifier: email, password })).id).toBe(winner?.user_id);
    await soundly(directory);
  });

  test.for([50, 100])(
    "as many are heard as may try a link: of %i who all come before anybody is through",
    async (players) => {
      await using directory = await openToday();
      const token = tokenIn((await directory.api.inviteUser({ email })).accept_url);

      const calls = times(players, (index) => accept(token, index));
      const outcomes = await hashingAfter(directory.roster, players - TRIES, calls);

      expect(tally(outcomes)).toEqual({ ok: 1, invitation_not_found: TRIES - 1, rate_limited: players - TRIES });
    },
  );

  test("one does, when the user is there already and joins", async () => {
    await using directory = await openToday();
    const { api, databaseUrl } = directory;
    const grace = await api.createUser({ first_name: "Grace", last_name: "Hopper", email_address: email });
    const { id: organization_id } = await api.createOrganization({ name: "Acme" });
    const { accept_url } = await api.inviteUser({ email, organization_id });

    const outcomes = await racers.race(
      databaseUrl,
      times(TRIES, () => accept(tokenIn(accept_url))),
    );

    expect(tally(outcomes)).toEqual({ ok: 1, invitation_not_found: TRIES - 1 });
    expect(successes(outcomes)).toEqual([{ user_id: grace.id, organization_id, is_new_user: false }]);
    expect((await api.fetchUserDetails(grace.id)).organizations).toHaveLength(1);
    await soundly(directory);
  });

  test("each of several for one address does, and one of them makes the user", async () => {
    await using directory = await openToday();
    const { api, databaseUrl } = directory;
    const links = [(await api.inviteUser({ email })).accept_url];
    for (const name of ["Acme", "Globex", "Initech"]) {
      const { id: organization_id } = await api.createOrganization({ name });
      links.push((await api.inviteUser({ email, organization_id })).accept_url);
    }
    const tokens = links.map(tokenIn);

    const outcomes = await racers.race(
      databaseUrl,
      times(40, (index) => accept(tokens[Math.floor(index / 4) % 4] ?? "", index)), // each process has all of them
    );

    expect(tally(outcomes)).toEqual({ ok: 4, invitation_not_found: 36 });
    const accepted = successes(outcomes);
    expect(new Set(accepted.map(({ user_id }) => user_id)).size).toBe(1);
    expect(accepted.filter(({ is_new_user }) => is_new_user)).toHaveLength(1);
    const details = await api.fetchUserDetails(accepted[0]?.user_id ?? "");
    expect(details.organizations).toHaveLength(3);
    await soundly(directory);
  });

  test("one does or it is revoked, and never both", async () => {
    await using directory = await openToday();
    const { api, databaseUrl } = directory;
    const { id, accept_url } = await api.inviteUser({ email });

    const outcomes = await racers.race(
      databaseUrl,
      times(
        2 * TRIES,
        (index): Call<"acceptInvitation" | "revokeInvitation"> =>
          index % 8 < 4 ? accept(tokenIn(accept_url), index) : ["revokeInvitation", { invitation_id: id }],
      ),
    );

    const users = (await api.fetchUsers()).data;
    const wasAccepted = (await api.fetchInvitedUsers({ status: "accepted" })).data.length === 1;
    expect(users).toHaveLength(wasAccepted ? 1 : 0);
    expect(tally(outcomes)).toEqual(
      wasAccepted
        ? { ok: 1, invitation_not_found: TRIES - 1, invitation_already_accepted: TRIES }
        : { ok: TRIES, invitation_not_found: TRIES },
    );
    await soundly(directory);
  });

  test("nobody is a user twice, when the address is given to a new user elsewhere", async () => {
    await using directory = await openToday();
    const { api, databaseUrl } = directory;
    const { accept_url } = await api.inviteUser({ email });

    const outcomes = await racers.race(
      databaseUrl,
      times(
        2 * TRIES,
        (index): Call<"acceptInvitation" | "createUser"> =>
          index % 8 < 4
            ? accept(tokenIn(accept_url), index)
            : ["createUser", { first_name: "Grace", last_name: "Hopper", email_address: email }],
      ),
    );

    const { ok, ...refused } = tally(outcomes);
    expect(Object.keys(refused).toSorted()).toEqual(["email_taken", "invitation_not_found"]);
    expect((await api.fetchUsers()).data).toMatchObject([{ email }]);
    const accepted = (await api.fetchInvitedUsers({ status: "accepted" })).data;
    const newUsers = successes(outcomes).filter((data) => !("is_new_user" in data) || data.is_new_user);
    expect([accepted.length, newUsers.length]).toEqual([1, 1]);
    expect(ok).toBeLessThanOrEqual(2); // the acceptance creates the user, or finds it created
    await soundly(directory);
  });
});

describe("at the same moment", () => {
  test("fifty invitations of one address are one, alone and in bulk", async () => {
    await using directory = await openToday();
    const { api, databaseUrl } = directory;

    const outcomes = await racers.race(
      databaseUrl,
      times(
        50,
        (index): Call<"inviteUser" | "inviteUsers"> =>
          index % 8 < 4
            ? ["inviteUser", { email }]
            : ["inviteUsers", { invitations: [{ email: `guest${index}@example.com` }, { email }] }],
      ),
    );

    const { data } = await api.fetchInvitedUsers({ search: email });
    expect(data).toMatchObject([{ email, status: "pending" }]);
    const invited = successes(outcomes).flatMap((answer) =>
      "results" in answer ? answer.results.flatMap((row) => (row.ok ? [row.invitation] : [])) : [answer],
    );
    expect(invited.filter((invitation) => invitation.email === email)).toHaveLength(1);
    expect((await api.fetchInvitedUsers({ include_total: true })).total).toBe(invited.length);
    expect((await directory.dump()).messages).toHaveLength(invited.length);
    const codes = Object.keys(tally(outcomes)).filter((code) => code !== "ok");
    expect(codes).toEqual(["invitation_pending"]);
    await soundly(directory);
  });

  test("twenty resends each answer a link, of which one opens", async () => {
    await using directory = await openToday();
    const { api, databaseUrl } = directory;
    const { id } = await api.inviteUser({ email });

    const outcomes = await racers.race(
      databaseUrl,
      times(20, (): Call<"resendInvitation"> => ["resendInvitation", { invitation_id: id }]),
    );

    expect(tally(outcomes)).toEqual({ ok: 20 });
    const opened = await Promise.all(
      successes(outcomes).map(({ accept_url }) => api.safe.fetchInvitation(tokenIn(accept_url))),
    );
    expect(opened.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await directory.dump()).tokens).toHaveLength(1);
    const waiting = (await directory.dump()).messages as { state: string }[]; // the column that matters here
    expect(waiting.filter(({ state }) => state === "queued")).toHaveLength(1);
    await soundly(directory);
  });
});
