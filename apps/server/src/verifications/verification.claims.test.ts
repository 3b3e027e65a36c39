import { describe, expect, test } from "vitest";
import { newId } from "../ids.ts";
import { kindsUnderTest } from "../testing/identifier-kinds.ts";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

const ownDevice = { deliver: false };

describe.each(kindsUnderTest)("$noun", (kind) => {
  const value = kind.value(1);

  /** Two users who both have the value unverified, and a code for each. */
  async function openWithTwoCodes() {
    const directory = await openTestRoster();
    const { api } = directory;
    const claim = async (first_name: string) => {
      const { id: userId } = await api.createUser({ first_name, last_name: "Claimant", username: first_name });
      const { id } = await kind.add(api, userId, value);
      const { code } = await kind.sendCode(api, userId, id, ownDevice);
      return { userId, id, verify: () => kind.verify(api, userId, id, code ?? "") };
    };
    return { directory, api, ada: await claim("ada"), grace: await claim("grace") };
  }

  test("verifying it removes unverified copies elsewhere, with the codes that were sent for them", async () => {
    const { directory, api, ada, grace } = await openWithTwoCodes();
    await using _ = directory;

    expect(await grace.verify()).toMatchObject({ value, is_verified: true, is_primary: true });

    expect(kind.of(await api.fetchUserDetails(ada.userId))).toEqual([]);
    expect((await api.fetchUsers({ search: value })).data.map(({ id }) => id)).toEqual([grace.userId]);
    expect((await directory.dump()).verifications).toEqual([]);
    await expectRefusedUnchanged(directory, ada.verify, kind.notFound);
    const [entry] = (await api.fetchAuditLog({ target_id: ada.userId, per_page: 1 })).data;
    expect(entry).toMatchObject({ changes: [`${kind.noun}s`], target_id: ada.userId });
  });

  test("of two concurrent verifications one succeeds", async () => {
    const { directory, api, ada, grace } = await openWithTwoCodes();
    await using _ = directory;

    const results = await Promise.allSettled([ada.verify(), grace.verify()]);

    const refusals = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
    expect(refusals).toHaveLength(1);
    expect([kind.notFound, kind.taken, "code_expired"]).toContain(refusals[0].code);
    const owned = await Promise.all([ada, grace].map(({ userId }) => api.fetchUserDetails(userId)));
    expect(owned.flatMap((details) => kind.of(details))).toMatchObject([{ value, is_verified: true }]);
  });

  test("one that another user has verified meanwhile is taken, even if an unverified copy is left", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await api.createUser({ first_name: "Grace", last_name: "Hopper", ...kind.given(value) });
    const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
    const id = newId(kind.noun);
    const now = "2026-03-01T12:00:00.000Z";
    const copy = `insert into ${kind.table} values (?, ?, ?, 0, null, ?, ?)`; // no call leaves one behind
    await directory.database.query(copy, id, ada.id, value, now, now);
    const { code } = await kind.sendCode(api, ada.id, id, ownDevice);

    await expectRefusedUnchanged(directory, () => kind.verify(api, ada.id, id, code ?? ""), kind.taken);
  });

  test("a user who had it verified while the code was on its way keeps it when the code comes", async () => {
    const { directory, api, ada, grace } = await openWithTwoCodes();
    await using _ = directory;
    await kind.update(api, ada.userId, ada.id, [true, true]);

    await expectRefusedUnchanged(directory, ada.verify, "already_verified");
    await expectRefusedUnchanged(directory, grace.verify, kind.notFound);
    expect(kind.of(await api.fetchUserDetails(ada.userId))).toMatchObject([{ is_verified: true, is_primary: true }]);
  });
});
