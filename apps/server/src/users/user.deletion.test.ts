import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { tables } from "../tables.ts";
import { dialect } from "../testing/database.ts";
import { openTestRoster } from "../testing/roster.ts";
import { tokenIn } from "../testing/world.ts";

/** In every value that is about the person. */
const mark = "zzmark";
const email = `${mark}@example.com`;
const named = { first_name: `${mark} first`, last_name: `${mark} last` };
const phone_number = "+14155552671";

test("a deleted person leaves nothing behind but ids and names of fields in the log", async () => {
  await using directory = await openTestRoster();
  const { api, roster } = directory;
  const { id: organization_id } = await api.createOrganization({ name: "Acme" });
  await api.joinWaitlist({ email, ...named, metadata: { note: mark } });
  const [entry] = (await api.fetchWaitlist()).data;
  const user = await api.approveWaitlistUser(entry?.id ?? "");
  await api.updateUser(user.id, { username: mark, external_id: mark, private_metadata: { note: mark } });
  const second = await api.addEmail(user.id, `${mark}@work.example`);
  await api.updateEmail(user.id, second.id, false, true);
  const unproven = await api.addEmail(user.id, `${mark}@new.example`);
  await api.sendEmailVerification(user.id, unproven.id);
  const phone = await api.addPhone(user.id, phone_number);
  await api.sendPhoneVerification(user.id, phone.id);
  await api.linkSocialConnection(user.id, { provider: "google", provider_user_id: mark, display_name: mark });
  const joined = await api.inviteUser({ email, ...named, organization_id, public_metadata: { note: mark } });
  await api.acceptInvitation(tokenIn(joined.accept_url));
  const { id: elsewhere } = await api.createOrganization({ name: "Elsewhere" });
  for (const address of [email, `${mark}@work.example`])
    await api.inviteUser({ email: address, ...named, organization_id: elsewhere, public_metadata: { note: mark } });
  const revoked = await api.inviteUser({
    email,
    organization_id: (await api.createOrganization({ name: "Third" })).id,
  });
  await api.revokeInvitation(revoked.id);
  await api.sendPasswordReset(email);
  await roster.deliver();
  expect(JSON.stringify(await directory.dump())).toContain(mark);

  await api.deleteUser(user.id);
  const left = JSON.stringify(await directory.dump());
  expect(left).not.toContain(mark);
  expect(left).not.toContain(phone_number.slice(1));
  expect(left).toContain(user.id);
  expect((await api.fetchWaitlist({ status: "approved" })).data).toEqual([]);
  await api.joinWaitlist({ email });
  expect((await api.fetchWaitlist()).data).toMatchObject([{ email }]);
});

/** Tables with rows of a person that no foreign key empties, and why. The test above looks at all of them for values of the person. */
const withoutCascade = {
  users: "the person",
  invitations: "to the person's addresses: a deletion takes them by address",
  waitlist: "of the person's addresses: a deletion takes them by address",
  failures: "of the person: a deletion takes them by id",
  audit_entries: "ids and names of fields",
};

test("each table goes with the person by a foreign key, or has its reason, or no rows of persons", async ({ skip }) => {
  skip(dialect !== "sqlite", "both databases have the same foreign keys");
  await using directory = await openTestRoster();
  const cascading = await directory.database.query<{ name: string }>(
    `with recursive gone (name) as (
      select 'users' union select child.name from gone, sqlite_schema as child, pragma_foreign_key_list(child.name) as key
        where key."table" = gone.name and key.on_delete = 'CASCADE'
    ) select name from gone where name <> 'users'`,
  );
  const nobodys = Object.entries(tables).filter(([, shown]) => "nobodys" in shown);
  const accounted = [
    ...cascading.map(({ name }) => name),
    ...nobodys.map(([name]) => name),
    ...Object.keys(withoutCascade),
  ];
  const message = "a table without `on delete cascade` has its reason above";
  expect(accounted.toSorted(), message).toEqual(Object.keys(tables).toSorted());
});

test("a freed page of a SQLite file keeps nothing of a deleted person", async ({ skip }) => {
  skip(dialect !== "sqlite");
  await using directory = await openTestRoster();
  const { api, database, databaseUrl } = directory;
  const note = "a secret that no page may keep ".repeat(300);
  const user = await api.createUser({ ...named, private_metadata: { note }, username: "ada" });
  await api.deleteUser(user.id);
  await database.query("pragma wal_checkpoint(truncate)");
  const file = readFileSync(fileURLToPath(databaseUrl));
  expect(file.includes("a secret that no page may keep")).toBe(false);
});

test("the addresses that a deleted person had not proven, and other people's records, stay", async () => {
  await using directory = await openTestRoster();
  const { api } = directory;
  const ada = await api.createUser({ ...named, email_address: email });
  await api.addEmail(ada.id, "grace@example.com");
  await api.joinWaitlist({ email: "grace@example.com" });
  const { id } = await api.inviteUser({ email: "grace@example.com" });
  await api.deleteUser(ada.id);
  expect((await api.fetchWaitlist()).data).toMatchObject([{ email: "grace@example.com" }]);
  expect(await api.fetchInvitationById(id)).toMatchObject({ status: "pending" });
});
