import { describe, expect, test } from "vitest";
import { kindsUnderTest } from "../testing/identifier-kinds.ts";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

const ada = { first_name: "Ada", last_name: "Lovelace" };

describe.each(kindsUnderTest)("$noun", (kind) => {
  /** A user with a primary (value 1), a verified (2) and an unverified one (3). */
  async function openWithThree() {
    const directory = await openTestRoster();
    const { api } = directory;
    const { id } = await api.createUser({ ...ada, ...kind.given(kind.value(1)) });
    directory.pass(1000);
    const verified = await kind.add(api, id, kind.value(2));
    await kind.update(api, id, verified.id, [false, true]);
    directory.pass(1000);
    const waiting = await kind.add(api, id, kind.value(3));
    directory.pass(1000);
    const [primary] = kind.of(await api.fetchUserDetails(id));
    if (!primary) throw new Error("the user was created with one");
    const states = async () =>
      kind
        .of(await api.fetchUserDetails(id))
        .map(({ value, is_primary, is_verified }) => [value, is_primary, is_verified]);
    return { directory, api, id, primary, verified, waiting, states };
  }

  test("the one given at creation is verified and primary, and the user names it", async () => {
    const { directory, api, id, primary } = await openWithThree();
    await using _ = directory;

    expect(primary).toMatchObject({ value: kind.value(1), is_primary: true, is_verified: true });
    expect(primary.verified_at).toBe(primary.created_at);
    expect(kind.primaryOf((await api.fetchUserDetails(id)).user)).toBe(kind.value(1));
  });

  test("the first to be verified becomes primary by itself", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const user = await api.createUser(ada);
    const added = await kind.add(api, user.id, kind.value(1));
    expect(kind.primaryOf((await api.fetchUserDetails(user.id)).user)).toBeNull();
    directory.pass(5000);

    const updated = await kind.update(api, user.id, added.id, [false, true]);

    const now = new Date(Date.parse(added.created_at) + 5000).toISOString();
    expect(updated).toEqual({ ...added, is_primary: true, is_verified: true, verified_at: now, updated_at: now });
    const details = await api.fetchUserDetails(user.id);
    expect(kind.of(details)).toEqual([updated]);
    expect(details.user).toMatchObject({ [kind.primaryColumn]: kind.value(1), version: 2, updated_at: now });
  });

  test("making another primary demotes the old one in the same step", async () => {
    const { directory, api, id, verified, states } = await openWithThree();
    await using _ = directory;
    const { version } = (await api.fetchUserDetails(id)).user;

    const updated = await kind.update(api, id, verified.id, [true, true]);

    expect(updated).toMatchObject({ value: kind.value(2), is_primary: true, is_verified: true });
    expect(await states()).toEqual([
      [kind.value(1), false, true],
      [kind.value(2), true, true],
      [kind.value(3), false, false],
    ]);
    const { user, ...rest } = await api.fetchUserDetails(id);
    expect(kind.primaryOf(user)).toBe(kind.value(2));
    expect(user.version).toBe(version + 1);
    const [demoted, promoted, untouched] = kind.of({ user, ...rest });
    expect([demoted?.updated_at, promoted?.updated_at]).toEqual([user.updated_at, user.updated_at]);
    expect(untouched?.updated_at).toBe(untouched?.created_at);
  });

  test("an unverified one can be verified and made primary in one call", async () => {
    const { directory, api, id, waiting, states } = await openWithThree();
    await using _ = directory;

    await kind.update(api, id, waiting.id, [true, true]);

    expect(await states()).toEqual([
      [kind.value(1), false, true],
      [kind.value(2), false, true],
      [kind.value(3), true, true],
    ]);
  });

  test("a verified one that is not primary can become unverified again, which leaves the user's own row alone", async () => {
    const { directory, api, id, verified, states } = await openWithThree();
    await using _ = directory;
    const before = (await api.fetchUserDetails(id)).user;

    const updated = await kind.update(api, id, verified.id, [false, false]);

    expect(updated).toMatchObject({ is_verified: false, verified_at: null });
    expect(await states()).toContainEqual([kind.value(2), false, false]);
    expect((await api.fetchUserDetails(id)).user).toEqual(before);
  });

  test("an update with the present values changes nothing, not even a time", async () => {
    const { directory, api, id, primary, verified, waiting } = await openWithThree();
    await using _ = directory;
    const before = await directory.dump();

    expect(await kind.update(api, id, primary.id, [true, true])).toEqual(primary);
    await kind.update(api, id, verified.id, [false, true]);
    await kind.update(api, id, waiting.id, [false, false]);

    expect(await directory.dump()).toEqual(before);
  });

  test.each([
    ["primary", [false, true], "primary_required"],
    ["primary", [false, false], "primary_required"],
    ["primary", [true, false], "primary_must_be_verified"],
    ["verified", [true, false], "primary_must_be_verified"],
    ["waiting", [true, false], "primary_must_be_verified"],
  ] as const)("the %s one cannot become [primary, verified] = %j: %s", async (which, wanted, code) => {
    const opened = await openWithThree();
    await using directory = opened.directory;

    const call = () => kind.update(opened.api, opened.id, opened[which].id, [...wanted]);

    await expectRefusedUnchanged(directory, call, code);
  });

  test("one of another user, a missing one and one of a missing user are all not found", async () => {
    const { directory, api, id, primary, verified, waiting } = await openWithThree();
    await using _ = directory;
    const other = await api.createUser({ first_name: "Grace", last_name: "Hopper", username: "grace" });
    await kind.add(api, other.id, kind.value(9));
    const nobody = "user_01k00000000000000000000000";

    const cases = [primary, verified, waiting].map((found) => [other.id, found.id] as const);
    for (const [userId, identifierId] of [...cases, [id, kind.unknownId], [nobody, primary.id]] as const) {
      await expectRefusedUnchanged(directory, () => kind.remove(api, userId, identifierId), kind.notFound);
      for (const wanted of [
        [true, true],
        [false, true],
        [false, false],
        [true, false],
      ] as const) {
        const call = () => kind.update(api, userId, identifierId, [...wanted]);
        await expectRefusedUnchanged(directory, call, kind.notFound);
      }
    }
  });
});
