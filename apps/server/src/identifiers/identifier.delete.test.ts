import type { CreateUserRequest, RosterClient } from "@roster/client";
import { describe, expect, test } from "vitest";
import { emailUnderTest, kindsUnderTest, phoneUnderTest } from "../testing/identifier-kinds.ts";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

const ada = { first_name: "Ada", last_name: "Lovelace" };

describe.each(kindsUnderTest)("$noun", (kind) => {
  test("deleting the primary promotes the oldest verified one that is left, as often as there is one", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const user = await api.createUser({ ...ada, username: "ada", ...kind.given(kind.value(0)) });
    const add = (n: number) => kind.add(api, user.id, kind.value(n));
    const [first, second] = [await add(1), await add(2)]; // at one time
    directory.pass(1000);
    const waiting = await add(3);
    const fourth = await add(4);
    for (const { id } of [fourth, second, first]) await kind.update(api, user.id, id, [false, true]);

    const primaries = [];
    for (let primary = kind.value(0) as string | null; primary !== null; ) {
      // null in the end
      const details = await api.fetchUserDetails(user.id);
      const found = kind.of(details).find(({ is_primary }) => is_primary);
      expect(found?.value).toBe(primary);
      directory.pass(1000);
      await kind.remove(api, user.id, found?.id ?? "");
      primaries.push(primary);
      const after = await api.fetchUserDetails(user.id);
      expect(after.user.version).toBe(details.user.version + 1);
      primary = kind.primaryOf(after.user);
      const heir = kind.of(after).find(({ is_primary }) => is_primary);
      if (primary) expect(heir).toMatchObject({ value: primary, updated_at: after.user.updated_at });
    }

    expect(primaries).toEqual([kind.value(0), kind.value(1), kind.value(2), kind.value(4)]);
    expect(kind.of(await api.fetchUserDetails(user.id))).toEqual([waiting]);
  });

  test("deleting one that is not primary leaves the user's own row alone", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const user = await api.createUser({ ...ada, ...kind.given(kind.value(0)) });
    const added = await kind.add(api, user.id, kind.value(1));
    directory.pass(1000);

    await kind.remove(api, user.id, added.id);

    expect(await api.fetchUserDetails(user.id)).toMatchObject({ user });
    await expectRefusedUnchanged(directory, () => kind.remove(api, user.id, added.id), kind.notFound);
  });
});

/** Each kind of last identifier: how to add it, and how to remove it. */
const parts = {
  email: {
    request: { email_address: "ada@example.com" },
    remove: async (api, userId) => {
      const [email] = (await api.fetchUserDetails(userId)).emails;
      await api.deleteEmail(userId, email?.id ?? "");
    },
  },
  "unverified email": {
    attach: (api, userId) => emailUnderTest.add(api, userId, "waiting@example.com"),
    remove: async (api, userId) => {
      const { emails } = await api.fetchUserDetails(userId);
      await api.deleteEmail(userId, emails.find(({ is_verified }) => !is_verified)?.id ?? "");
    },
  },
  phone: {
    request: { phone_number: "+14155552671" },
    remove: async (api, userId) => {
      const [phone] = (await api.fetchUserDetails(userId)).phones;
      await api.deletePhone(userId, phone?.id ?? "");
    },
  },
  "unverified phone": {
    attach: (api, userId) => phoneUnderTest.add(api, userId, "+14155552672"),
    remove: async (api, userId) => {
      const { phones } = await api.fetchUserDetails(userId);
      await api.deletePhone(userId, phones.find(({ is_verified }) => !is_verified)?.id ?? "");
    },
  },
  username: {
    request: { username: "ada" },
    remove: (api, userId) => api.updateUser(userId, { username: null }),
  },
  "social connection": {
    attach: (api, userId) => api.linkSocialConnection(userId, { provider: "github", provider_user_id: "1" }),
    remove: async (api, userId) => {
      const [connection] = (await api.fetchUserDetails(userId)).social_connections;
      await api.deleteSocialConnection(userId, connection?.id ?? "");
    },
  },
} satisfies Record<string, Part>;

interface Part {
  request?: Partial<CreateUserRequest>;
  attach?(api: RosterClient, userId: string): Promise<unknown>;
  remove(api: RosterClient, userId: string): Promise<unknown>;
}

const names = Object.keys(parts) as (keyof typeof parts)[]; // the keys of a constant
const pairs = names.flatMap((kept) => names.filter((name) => name !== kept).map((removed) => ({ removed, kept })));

test.each(pairs)(
  "the $removed can be removed while the $kept is left, which then cannot",
  async ({ removed, kept }) => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const both: Part[] = [parts[kept], parts[removed]];
    // The external id and the password are no identifiers.
    const rest = { external_id: "crm-1", password: "correct horse battery staple" };
    const user = await api.createUser({ ...ada, ...rest, ...both[0]?.request, ...both[1]?.request });
    for (const part of both) await part.attach?.(api, user.id);

    await parts[removed].remove(api, user.id);

    await expectRefusedUnchanged(directory, () => parts[kept].remove(api, user.id), "last_identifier");
    const { emails, phones, social_connections, user: left } = await api.fetchUserDetails(user.id);
    const count = emails.length + phones.length + social_connections.length + (left.username === null ? 0 : 1);
    expect(count).toBe(1);
  },
);

test("clearing the last username together with other changes changes none of them", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser({ ...ada, username: "ada" });

  const call = () => api.updateUser(user.id, { first_name: "Augusta", username: null });

  await expectRefusedUnchanged(directory, call, "last_identifier");
});

test("clearing the username of a user without one is allowed", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const user = await api.createUser(ada);

  expect(await api.updateUser(user.id, { username: null })).toEqual(user);
});
