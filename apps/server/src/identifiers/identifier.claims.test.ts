import { describe, expect, test } from "vitest";
import { kindsUnderTest } from "../testing/identifier-kinds.ts";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

describe.each(kindsUnderTest)("$noun", (kind) => {
  const value = kind.value(1);

  /** Two users who both have the value unverified. */
  async function openWithTwoClaims() {
    const directory = await openTestRoster();
    const { api } = directory;
    const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace", username: "ada" });
    const grace = await api.createUser({ first_name: "Grace", last_name: "Hopper", username: "grace" });
    const adas = await kind.add(api, ada.id, value);
    const graces = await kind.add(api, grace.id, value);
    directory.pass(1000);
    const found = async () => (await api.fetchUsers({ search: value })).data.map(({ id }) => id).toSorted();
    return { directory, api, ada, grace, adas, graces, found };
  }

  test("an unverified one can be on several users, and all are found by it", async () => {
    const { directory, ada, grace, adas, graces, found } = await openWithTwoClaims();
    await using _ = directory;

    expect([adas, graces]).toMatchObject([
      { value, is_verified: false, is_primary: false },
      { value, is_verified: false, is_primary: false },
    ]);
    expect(await found()).toEqual([ada.id, grace.id].toSorted());
  });

  test("verifying it takes the unverified copies from all others, who are no longer found by it", async () => {
    const { directory, api, ada, grace, adas, graces, found } = await openWithTwoClaims();
    await using _ = directory;

    await kind.update(api, grace.id, graces.id, [false, true]);

    const { user, ...rest } = await api.fetchUserDetails(ada.id);
    expect(kind.of({ user, ...rest })).toEqual([]);
    expect(user).toMatchObject({ version: ada.version, updated_at: ada.updated_at });
    expect(await found()).toEqual([grace.id]);
    await expectRefusedUnchanged(directory, () => kind.update(api, ada.id, adas.id, [true, true]), kind.notFound);
    await expectRefusedUnchanged(directory, () => kind.remove(api, ada.id, adas.id), kind.notFound);
    await expectRefusedUnchanged(directory, () => kind.add(api, ada.id, value), kind.taken);
  });

  test("a verification elsewhere can remove a user's last one, if that was unverified", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
    await kind.add(api, ada.id, value);
    const grace = await api.createUser({ first_name: "Grace", last_name: "Hopper" });
    const graces = await kind.add(api, grace.id, value);

    await kind.update(api, grace.id, graces.id, [true, true]);

    expect(kind.of(await api.fetchUserDetails(ada.id))).toEqual([]);
  });

  test("a user created with it takes the unverified copies from all others", async () => {
    const { directory, api, ada, grace, found } = await openWithTwoClaims();
    await using _ = directory;

    const owner = await api.createUser({ first_name: "Owner", last_name: "Proven", ...kind.given(value) });

    expect(kind.primaryOf(owner)).toBe(value);
    for (const { id } of [ada, grace]) expect(kind.of(await api.fetchUserDetails(id))).toEqual([]);
    expect(await found()).toEqual([owner.id]);
  });

  test("a verified one cannot be added or created again, in any spelling", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const owner = await api.createUser({ first_name: "Ada", last_name: "Lovelace", ...kind.given(value) });
    const other = await api.createUser({ first_name: "Grace", last_name: "Hopper" });

    for (const spelling of [value, ` ${value.toUpperCase()} `]) {
      const create = () => api.createUser({ first_name: "A", last_name: "B", ...kind.given(spelling) });
      await expectRefusedUnchanged(directory, create, kind.taken);
      await expectRefusedUnchanged(directory, () => kind.add(api, other.id, spelling), kind.taken);
      await expectRefusedUnchanged(directory, () => kind.add(api, owner.id, spelling), kind.taken);
    }
  });

  test("a user cannot have it twice, waiting or not", async () => {
    const { directory, api, ada } = await openWithTwoClaims();
    await using _ = directory;

    await expectRefusedUnchanged(directory, () => kind.add(api, ada.id, value), kind.taken);
  });

  test("once its owner unverifies or deletes it, it is free for others", async () => {
    const { directory, api, ada, grace, graces } = await openWithTwoClaims();
    await using _ = directory;
    const own = await kind.add(api, grace.id, kind.value(2));
    await kind.update(api, grace.id, own.id, [true, true]);
    await kind.update(api, grace.id, graces.id, [false, true]);
    await kind.update(api, grace.id, graces.id, [false, false]);

    const added = await kind.add(api, ada.id, value);
    await kind.update(api, ada.id, added.id, [true, true]);

    expect(kind.of(await api.fetchUserDetails(grace.id))).toMatchObject([{ value: kind.value(2), is_primary: true }]);
    await kind.remove(api, ada.id, added.id);
    expect(await kind.add(api, grace.id, value)).toMatchObject({ value, is_verified: false });
  });

  test("an unknown user is refused before the value is checked", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    await api.createUser({ first_name: "Ada", last_name: "Lovelace", ...kind.given(value) });

    for (const wanted of [value, kind.value(2)]) {
      const call = () => kind.add(api, "user_01k00000000000000000000000", wanted);
      await expectRefusedUnchanged(directory, call, "user_not_found");
    }
  });
});
