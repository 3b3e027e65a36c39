import { describe, expect, test } from "vitest";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { minimalCost } from "./passwords.ts";

const OLD = "a green whale sings at noon";
const NEW = "a blue whale sings at dusk";

const newUser = ({ api }: TestRoster, password?: string) =>
  api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com", password });

/** Whether this is the user's password, found out by changing it into itself. */
async function isPassword({ api }: TestRoster, id: string, password: string) {
  const result = await api.safe.updatePassword(id, { current_password: password, new_password: password });
  if (!result.ok) expect(result.error.code).toBe("current_password_incorrect");
  return result.ok;
}

const storedHash = async ({ dump }: TestRoster) =>
  ((await dump()).users as { password_hash: string | null }[])[0]?.password_hash; // one user

const lastEntry = async ({ api }: TestRoster, target_id: string) =>
  (await api.fetchAuditLog({ target_id, per_page: 1 })).data[0];

describe("a user who knows the current password", () => {
  test("changes it: the new one is the password, the old one no longer", async () => {
    await using directory = await openTestRoster();
    const { id } = await newUser(directory, OLD);

    await directory.as("app", ["users:write"]).updatePassword(id, { current_password: OLD, new_password: NEW });

    expect(await isPassword(directory, id, OLD)).toBe(false);
    expect(await isPassword(directory, id, NEW)).toBe(true);
    expect(await lastEntry(directory, id)).toMatchObject({ action: "updatePassword", changes: ["password"] });
  });

  test("may type it as another keyboard would spell it", async () => {
    await using directory = await openTestRoster();
    const { id } = await newUser(directory, "crème brûlée ﬁt");
    const { api } = directory;

    await api.updatePassword(id, { current_password: "crème brûlée fit".normalize("NFD"), new_password: NEW });

    expect(await isPassword(directory, id, "ａ blue whale sings at dusk")).toBe(true);
  });

  test("is told which field is wrong when it is not the current one", async () => {
    await using directory = await openTestRoster();
    const { id } = await newUser(directory, OLD);
    for (const wrong of ["A green whale sings at noon", `${OLD} `, "x", OLD.slice(0, -1)]) {
      const call = () => directory.api.updatePassword(id, { current_password: wrong, new_password: NEW });
      const error = await expectRefusedUnchanged(directory, call, "current_password_incorrect");
      expect(error.fieldErrors.map((field) => field.path)).toEqual(["current_password"]);
    }
  });

  test("is not let in while deactivated, and is again afterwards", async () => {
    await using directory = await openTestRoster();
    const { id } = await newUser(directory, OLD);
    const { api } = directory;
    await api.deactivateUser(id);
    const call = () => api.updatePassword(id, { current_password: OLD, new_password: NEW });
    await expectRefusedUnchanged(directory, call, "current_password_incorrect");

    await api.reactivateUser(id);

    await call();
  });

  test("is not let in when deactivated while the password is being checked", async () => {
    await using directory = await openTestRoster();
    const { id } = await newUser(directory, OLD);
    const { api } = directory;

    const [changed] = await Promise.all([
      api.safe.updatePassword(id, { current_password: OLD, new_password: NEW }), // hashes twice before it writes
      api.deactivateUser(id),
    ]);

    expect(changed).toMatchObject({ ok: false, error: { code: "current_password_incorrect" } });
    await api.reactivateUser(id);
    expect(await isPassword(directory, id, OLD)).toBe(true);
  });

  test("of two changes at the same moment, one wins and the other was not right any more", async () => {
    await using directory = await openTestRoster();
    const { id, version } = await newUser(directory, OLD);
    const attempts = ["a red whale sings at dawn", "a grey whale hums at night"];

    const results = await Promise.all(
      attempts.map((new_password) => directory.api.safe.updatePassword(id, { current_password: OLD, new_password })),
    );

    expect(results.map((result) => (result.ok ? "ok" : result.error.code)).toSorted()).toEqual([
      "current_password_incorrect",
      "ok",
    ]);
    const winner = attempts[results.findIndex((result) => result.ok)] ?? "";
    const entries = await directory.api.fetchAuditLog({ target_id: id });
    expect(entries.data.map((entry) => entry.action)).toEqual(["updatePassword", "createUser"]);
    expect((await directory.api.fetchUserDetails(id)).user.version).toBe(version + 1);
    expect(await isPassword(directory, id, winner)).toBe(true);
  });
});

describe("an administrator", () => {
  test("resets a password without the current one, and the audit log calls it a reset", async () => {
    await using directory = await openTestRoster();
    const { id } = await newUser(directory, OLD);

    await directory.as("helpdesk", ["users:write", "users:password"]).updatePassword(id, { new_password: NEW });

    expect(await isPassword(directory, id, NEW)).toBe(true);
    const entries = (await directory.api.fetchAuditLog({ target_id: id })).data;
    expect(entries.find((entry) => entry.actor === "helpdesk")).toMatchObject({
      event: "user.password_reset_by_admin",
      changes: ["password"],
    });
  });

  test("gives one to a user who had none", async () => {
    await using directory = await openTestRoster();
    const { id } = await newUser(directory);
    const call = () => directory.api.updatePassword(id, { current_password: OLD, new_password: NEW });
    await expectRefusedUnchanged(directory, call, "no_password_set");

    await directory.api.updatePassword(id, { new_password: NEW });

    expect((await directory.api.fetchUserDetails(id)).user.has_password).toBe(true);
  });

  test("takes it away: nothing verifies any more, and doing it again changes nothing", async () => {
    await using directory = await openTestRoster();
    const { api, dump } = directory;
    const { id } = await newUser(directory, OLD);

    await api.removePassword(id);

    expect((await api.fetchUserDetails(id)).user.has_password).toBe(false);
    expect(await storedHash(directory)).toBeNull();
    expect(await lastEntry(directory, id)).toMatchObject({ action: "removePassword", changes: ["password"] });
    const before = await dump();
    await api.removePassword(id);
    expect(await dump()).toEqual(before);
  });

  test("who deletes the user in between lets no password come back", async () => {
    await using directory = await openTestRoster();
    const { api, dump, roster } = directory;
    const { id } = await newUser(directory, OLD);
    const { passwords } = roster.services;
    roster.services.passwords = {
      ...passwords,
      async hash(password) {
        await api.deleteUser(id);
        return passwords.hash(password);
      },
    };

    await expectRefusal(api.updatePassword(id, { new_password: NEW }), "user_not_found");

    expect((await dump()).users).toEqual([]);
  });
});

describe("what is stored", () => {
  test("is a PHC string of argon2id with at least 19 MiB and 2 passes, and a salt of its own", async () => {
    await using directory = await openTestRoster({}, undefined, { hashCost: minimalCost });
    const { id } = await newUser(directory, OLD);
    const first = (await storedHash(directory)) ?? "";
    await directory.api.updatePassword(id, { new_password: OLD });
    const second = (await storedHash(directory)) ?? "";

    const [, memory, time] = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=1\$[\w+/]{22,}\$[\w+/]{43,}$/.exec(first) ?? [];
    expect(Number(memory)).toBeGreaterThanOrEqual(19_456);
    expect(Number(time)).toBeGreaterThanOrEqual(2);
    expect(second).not.toBe(first);
  });

  test("is in no answer, audit entry or log line, and the password itself is nowhere", async () => {
    await using directory = await openTestRoster();
    const { api } = directory;
    const created = await newUser(directory, OLD);
    await expectRefusal(
      api.updatePassword(created.id, { current_password: NEW, new_password: OLD }),
      "current_password_incorrect",
    );
    await expectRefusal(api.updatePassword(created.id, { new_password: `${OLD}\0` }), "invalid_input");

    const answers = [
      created,
      await api.fetchUsers({ search: "argon2id" }),
      await api.fetchUsers(),
      await api.fetchUserDetails(created.id),
      await api.fetchUserByEmail("ada@example.com"),
      await api.updateUser(created.id, { first_name: "Augusta" }),
      await api.fetchAuditLog(),
    ];
    const hash = (await storedHash(directory)) ?? "";
    expect(hash).toContain("$argon2id$");
    const seen = JSON.stringify(answers) + directory.logged();
    for (const secret of [OLD, NEW, hash, hash.split("$").at(-1) ?? "", "password_hash"])
      expect(seen).not.toContain(secret);
    expect(JSON.stringify(await directory.dump())).not.toContain(OLD);
  });
});

test("the current password is tried ten times in ten minutes, and then even the right one has to wait", async () => {
  await using directory = await openTestRoster();
  const { api, pass } = directory;
  const { id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace", password: OLD });
  const ip_address = "203.0.113.7";
  const change = (current_password: string) =>
    api.updatePassword(id, { current_password, new_password: NEW, ip_address });
  for (let index = 0; index < 10; index++) await expectRefusal(change("not hers"), "current_password_incorrect");
  expect((await expectRefusal(change(OLD), "rate_limited")).retryAfter).toBe(600);
  await expectRefusal(api.verifyPassword({ user_id: id, password: OLD, ip_address }), "rate_limited");
  expect(await api.verifyPassword({ user_id: id, password: OLD, ip_address: "198.51.100.1" })).toMatchObject({ id });

  await api.updatePassword(id, { new_password: NEW }); // an administrator's reset needs no try
  pass(10 * 60 * 1000);
  expect(await api.verifyPassword({ user_id: id, password: NEW })).toMatchObject({ id });
});
