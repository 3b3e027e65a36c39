import { describe, expect, test } from "vitest";
import { kindsUnderTest } from "../testing/identifier-kinds.ts";
import { expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";

describe.each(kindsUnderTest)("a caller that adds a user's $noun", (kind) => {
  const noun = kind.table === "user_emails" ? "email" : "phone";
  const open = async () => {
    const directory = await openTestRoster();
    const { api } = directory;
    const add = (userId: string, value: string, options?: { is_verified?: boolean; is_primary?: boolean }) =>
      noun === "email" ? api.addEmail(userId, value, options) : api.addPhone(userId, value, options);
    const identifiers = async (userId: string) => {
      const { emails, phones } = await api.fetchUserDetails(userId);
      return noun === "email" ? emails : phones;
    };
    const user = (first_name: string) => api.createUser({ first_name, last_name: "Lovelace", username: first_name });
    return { directory, add, identifiers, user };
  };

  test("may vouch for it: the first becomes primary, and a further one if asked for", async () => {
    const { directory, add, identifiers, user } = await open();
    await using _ = directory;
    const { id } = await user("ada");

    const first = await add(id, kind.value(1), { is_verified: true });
    expect(first).toMatchObject({ is_verified: true, is_primary: true, verified_at: "2026-03-01T12:00:00.000Z" });
    expect(await add(id, kind.value(2), { is_verified: true })).toMatchObject({ is_verified: true, is_primary: false });
    const third = await add(id, kind.value(3), { is_verified: true, is_primary: true });
    expect(third).toMatchObject({ is_verified: true, is_primary: true });
    expect(await add(id, kind.value(4), { is_verified: false })).toMatchObject({
      is_verified: false,
      is_primary: false,
    });
    expect((await identifiers(id)).filter((one) => one.is_primary)).toEqual([third]);
  });

  test("takes unverified copies from others with it, and nothing that another user has verified", async () => {
    const { directory, add, identifiers, user } = await open();
    await using _ = directory;
    const [ada, grace] = [await user("ada"), await user("grace")];
    await add(grace.id, kind.value(1));

    await add(ada.id, kind.value(1), { is_verified: true });

    expect(await identifiers(grace.id)).toEqual([]);
    const taken = () => add(grace.id, kind.value(1), { is_verified: true });
    await expectRefusedUnchanged(directory, taken, `${noun}_taken`);
  });

  test("cannot make one primary that is not verified", async () => {
    const { directory, add, user } = await open();
    await using _ = directory;
    const { id } = await user("ada");

    const call = () => add(id, kind.value(1), { is_primary: true });
    await expectRefusedUnchanged(directory, call, "primary_must_be_verified");
  });
});
