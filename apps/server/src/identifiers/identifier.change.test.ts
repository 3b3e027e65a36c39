import { limits } from "@roster/contract";
import { describe, expect, test } from "vitest";
import { kindsUnderTest } from "../testing/identifier-kinds.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";

const named = { first_name: "Ada", last_name: "Lovelace" };

/** The notices that are queued: to whom, and of what. */
const notices = async ({ database }: TestRoster) => {
  const rows = await database.query<{ recipient: string; facts: string }>(
    "select recipient, facts from messages where template = 'sign_in_changed' order by seq",
  );
  return rows.map(({ recipient, facts }) => [recipient, (JSON.parse(facts) as { changes: string }).changes]); // as the notice is queued
};

describe.each(kindsUnderTest)("a $noun that is corrected", (kind) => {
  /** A user with a primary value 0 and, unless `isAlone`, another verified value 1 and an unverified value 2. */
  async function openWithAda({ isAlone = false } = {}) {
    const directory = await openTestRoster();
    const { api } = directory;
    const { id } = await api.createUser({ ...named, email_address: "owner@example.com", ...kind.given(kind.value(0)) });
    const own = async () => kind.of(await api.fetchUserDetails(id));
    const [primary] = await own();
    if (!isAlone) {
      directory.pass(1000);
      const second = await kind.add(api, id, kind.value(1));
      await kind.update(api, id, second.id, [false, true]);
      await kind.add(api, id, kind.value(2));
    }
    await directory.database.query("delete from messages");
    directory.pass(1000);
    return { directory, api, id, own, primary: primary?.id ?? "" };
  }
  const owner = kind.noun === "email" ? kind.value(0) : "owner@example.com";
  const states = ["value", "is_verified", "is_primary"] as const;
  const inShort = (all: Awaited<ReturnType<Awaited<ReturnType<typeof openWithAda>>["own"]>>) =>
    all.map((one) => states.map((name) => one[name])).toSorted();

  test("is not verified, and the oldest verified one becomes primary", async () => {
    const { directory, api, id, own, primary } = await openWithAda();
    await using _ = directory;
    const { version } = (await api.fetchUserDetails(id)).user;

    const changed = await kind.change(api, id, primary, kind.value(3));

    const at = "2026-03-01T12:00:02.000Z";
    expect(changed).toMatchObject({ value: kind.value(3), is_verified: false, is_primary: false, created_at: at });
    expect(changed.id).not.toBe(primary);
    expect(inShort(await own())).toEqual([
      [kind.value(1), true, true],
      [kind.value(2), false, false],
      [kind.value(3), false, false],
    ]);
    const { user } = await api.fetchUserDetails(id);
    expect([kind.primaryOf(user), user.version]).toEqual([kind.value(1), version + 1]);
    expect(await notices(directory)).toEqual([[owner, `${kind.noun}_removed ${kind.noun}_primary`]]);
    expect((await api.fetchUsers({ search: kind.value(0) })).data).toEqual([]);
    expect((await api.fetchUsers({ search: kind.value(3) })).data).toMatchObject([{ id }]);
  });

  test("for which the caller vouches takes the place of the primary one, and unverified copies of others with it", async () => {
    const { directory, api, id, own, primary } = await openWithAda();
    await using _ = directory;
    const grace = await api.createUser({ ...named, username: "grace" });
    await kind.add(api, grace.id, kind.value(3));

    const changed = await kind.change(api, id, primary, kind.value(3), true);

    expect(changed).toMatchObject({ is_verified: true, is_primary: true, verified_at: "2026-03-01T12:00:02.000Z" });
    expect(inShort(await own())).toEqual([
      [kind.value(1), true, false],
      [kind.value(2), false, false],
      [kind.value(3), true, true],
    ]);
    expect(kind.of(await api.fetchUserDetails(grace.id))).toEqual([]);
    const told = `${kind.noun}_added ${kind.noun}_removed ${kind.noun}_primary`;
    expect(await notices(directory)).toEqual([[owner, told]]);
    const { data } = await api.fetchAuditLog({ target_id: id, per_page: 3 });
    expect(data.map(({ action, event, changes }) => [action, event, changes.toSorted()]).toReversed()).toEqual(
      [
        [`change${kind.noun === "email" ? "Email" : "Phone"}`, `user.${kind.noun}_removed`, ["s", "s.is_primary"]],
        [`change${kind.noun === "email" ? "Email" : "Phone"}`, `user.${kind.noun}_added`, ["s"]],
        [
          `change${kind.noun === "email" ? "Email" : "Phone"}`,
          `user.${kind.noun}_verified`,
          ["s.is_primary", "s.is_verified"],
        ],
      ].map(([action, event, changes]) => [action, event, (changes as string[]).map((name) => kind.noun + name)]),
    ); // the third of each
  });

  test("that is not the primary one leaves the primary one, and is told only if it is or was verified", async () => {
    const { directory, api, id, own } = await openWithAda();
    await using _ = directory;
    const idOf = async (n: number) => (await own()).find(({ value }) => value === kind.value(n))?.id ?? "";

    await kind.change(api, id, await idOf(2), kind.value(3));
    expect(await notices(directory)).toEqual([]);
    await kind.change(api, id, await idOf(3), kind.value(4), true);
    await kind.change(api, id, await idOf(1), kind.value(5), false);

    expect(inShort(await own())).toEqual([
      [kind.value(0), true, true],
      [kind.value(4), true, false],
      [kind.value(5), false, false],
    ]);
    expect(await notices(directory)).toEqual([
      [owner, `${kind.noun}_added`],
      [owner, `${kind.noun}_removed`],
    ]);
  });

  test("may be the only one, which leaves the user without a primary one until it is verified", async () => {
    const { directory, api, id, own, primary } = await openWithAda({ isAlone: true });
    await using _ = directory;
    const { id: changed } = await kind.change(api, id, primary, kind.value(3));
    expect(inShort(await own())).toEqual([[kind.value(3), false, false]]);
    expect(kind.primaryOf((await api.fetchUserDetails(id)).user)).toBeNull();
    const { code } = await kind.sendCode(api, id, changed, { deliver: false });
    expect(await kind.verify(api, id, changed, code ?? "")).toMatchObject({ is_verified: true, is_primary: true });
  });

  test("stays as it is when it is the same, and is verified when the caller vouches for it", async () => {
    const { directory, api, id, own, primary } = await openWithAda();
    await using _ = directory;
    const before = await directory.dump();
    expect(await kind.change(api, id, primary, kind.value(0))).toMatchObject({ id: primary, is_primary: true });
    expect(await kind.change(api, id, primary, ` ${kind.value(0).toUpperCase()} `, true)).toMatchObject({
      id: primary,
      is_primary: true,
    });
    expect(await directory.dump()).toEqual(before);

    const waiting = (await own()).find(({ is_verified }) => !is_verified)?.id ?? "";
    const verified = await kind.change(api, id, waiting, kind.value(2), true);
    expect(verified).toMatchObject({ id: waiting, is_verified: true, is_primary: false });
  });

  test("is refused if another user owns it or the user has it already, and not if it waits elsewhere", async () => {
    const { directory, api, id, primary } = await openWithAda();
    await using _ = directory;
    const grace = await api.createUser({ ...named, username: "grace", ...kind.given(kind.value(3)) });
    await kind.add(api, grace.id, kind.value(4));
    for (const n of [1, 2, 3]) {
      for (const isVouched of [undefined, true]) {
        const call = () => kind.change(api, id, primary, kind.value(n), isVouched);
        await expectRefusedUnchanged(directory, call, kind.taken);
      }
    }
    const foreign = () => kind.change(api, grace.id, primary, kind.value(5));
    await expectRefusedUnchanged(directory, foreign, kind.notFound);
    const unknown = () => kind.change(api, id, kind.unknownId, kind.value(5));
    await expectRefusedUnchanged(directory, unknown, kind.notFound);
    await kind.change(api, id, primary, kind.value(4));
  });

  test("voids the code that went to the old one, and its message that waits to be sent", async () => {
    const { directory, api, id, own } = await openWithAda();
    await using _ = directory;
    const waiting = (await own()).find(({ is_verified }) => !is_verified)?.id ?? "";
    await kind.sendCode(api, id, waiting);

    const changed = await kind.change(api, id, waiting, kind.value(3));

    await directory.roster.deliver();
    expect((await api.fetchMessages({ recipient: kind.value(2) })).data).toMatchObject([{ state: "cancelled" }]);
    await expectRefusal(kind.verify(api, id, waiting, "123456"), kind.notFound);
    await expectRefusal(kind.verify(api, id, changed.id, "123456"), "code_expired");
  });

  test("counts as one: a user who has as many as allowed may change each", async () => {
    const { directory, api, id, own, primary } = await openWithAda({ isAlone: true });
    await using _ = directory;
    for (let n = 1; n < limits.identifiersOfAKind; n++) await kind.add(api, id, kind.value(n));
    await kind.change(api, id, primary, kind.value(limits.identifiersOfAKind));
    expect(await own()).toHaveLength(limits.identifiersOfAKind);
  });
});

test("open invitations of an address that is vouched for end, and the old address may be invited", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const { id } = await api.createUser({ ...named, email_address: "old@example.com" });
  const [old] = (await api.fetchUserDetails(id)).emails;
  await api.inviteUser({ email: "new@example.com" });

  await api.changeEmail(id, old?.id ?? "", "new@example.com", { is_verified: true });

  expect((await api.fetchInvitedUsers({ status: "revoked" })).data).toMatchObject([{ email: "new@example.com" }]);
  expect(await api.inviteUser({ email: "old@example.com" })).toMatchObject({ status: "pending" });
});
