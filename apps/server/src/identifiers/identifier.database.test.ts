import { describe, expect, test } from "vitest";
import { refusals } from "../testing/database.ts";
import { kindsUnderTest } from "../testing/identifier-kinds.ts";
import { openTestRoster } from "../testing/roster.ts";
import { userFlags } from "../user-rows/user-row.table.ts";

/** The schema's own rules: the database refuses writes that break them, even without the service. */
describe.each(kindsUnderTest)("the database refuses of a user's $noun", (kind) => {
  const { table, primaryColumn } = kind;
  const flag = table === "user_emails" ? userFlags.has_email : userFlags.has_phone;
  const at = "'2026-03-01T12:00:00.000Z'";
  const inserted = (id: string, userId: string, value: string, isVerified = true) =>
    `insert into ${table} (id, user_id, identifier, is_verified, verified_at, created_at, updated_at)
     values ('${id}', '${userId}', '${value}', ${isVerified ? `1, ${at}` : "0, null"}, ${at}, ${at})`;

  test.each([
    {
      state: "a second verified copy in the directory",
      statement: ({ graceId }: Ids) => inserted("copy", graceId, kind.value(1)),
      error: refusals.unique,
    },
    {
      state: "verifying a copy of what somebody has verified",
      statement: () => `update ${table} set is_verified = 1, verified_at = created_at where is_verified = 0`,
      error: refusals.unique,
    },
    {
      state: "the same value twice on one user",
      statement: ({ adaId }: Ids) =>
        `update ${table} set identifier = '${kind.value(1)}' where user_id = '${adaId}' and is_verified = 0`,
      error: refusals.unique,
    },
    {
      state: "a primary that is another user's",
      statement: ({ graceId }: Ids) =>
        `update users set ${primaryColumn} = '${kind.value(1)}', flags = flags + ${flag} where id = '${graceId}'`,
      error: refusals.foreignKey,
    },
    {
      state: "a primary that nobody has",
      statement: ({ adaId }: Ids) => `update users set ${primaryColumn} = '${kind.value(9)}' where id = '${adaId}'`,
      error: refusals.foreignKey,
    },
    {
      state: "a primary that is not verified",
      statement: ({ adaId }: Ids) => `update users set ${primaryColumn} = '${kind.value(2)}' where id = '${adaId}'`,
      error: refusals.foreignKey,
    },
    {
      state: "a primary marked as one that may be unverified",
      statement: ({ adaId }: Ids) =>
        `update users set ${primaryColumn} = '${kind.value(2)}', primary_is_verified = 0 where id = '${adaId}'`,
      error: refusals.check,
    },
    {
      state: "unverifying the primary",
      statement: ({ adaId }: Ids) =>
        `update ${table} set is_verified = 0, verified_at = null where user_id = '${adaId}' and is_verified = 1`,
      error: refusals.foreignKey,
    },
    {
      state: "deleting the primary while the user names it",
      statement: ({ adaId }: Ids) => `delete from ${table} where user_id = '${adaId}' and is_verified = 1`,
      error: refusals.foreignKey,
    },
    {
      state: "giving the primary to somebody else",
      statement: ({ graceId }: Ids) => `update ${table} set user_id = '${graceId}' where is_verified = 1`,
      error: refusals.unique,
    },
    {
      state: "being verified at no time",
      statement: () => `update ${table} set verified_at = null where is_verified = 1`,
      error: refusals.check,
    },
    {
      state: "belonging to nobody",
      statement: () => inserted("orphan", "user_01k00000000000000000000000", kind.value(5)),
      error: refusals.foreignKey,
    },
  ])("$state", async ({ statement, error }) => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace", ...kind.given(kind.value(1)) });
    const grace = await api.createUser({ first_name: "Grace", last_name: "Hopper" });
    await kind.add(api, ada.id, kind.value(2));
    // An unverified copy on Grace, which only a race could leave behind.
    await directory.database.query(inserted("waiting", grace.id, kind.value(1), false));
    const before = await directory.dump();

    const write = directory.database.query(statement({ adaId: ada.id, graceId: grace.id }));

    await expect(write).rejects.toThrow(error);
    expect(await directory.dump()).toEqual(before);
  });
});

interface Ids {
  adaId: string;
  graceId: string;
}

test("the database refuses two connections of one provider account", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const ada = await api.createUser({ first_name: "Ada", last_name: "Lovelace" });
  await api.linkSocialConnection(ada.id, { provider: "github", provider_user_id: "1" });
  await api.linkSocialConnection(ada.id, { provider: "github", provider_user_id: "2" });

  const write = directory.database.query("update social_connections set provider_user_id = '1'");

  await expect(write).rejects.toThrow(refusals.unique);
});
