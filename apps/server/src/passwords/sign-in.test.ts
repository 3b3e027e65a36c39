import { hash } from "@node-rs/argon2";
import { describe, expect, test } from "vitest";
import { newId } from "../ids.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { minimalCost } from "./passwords.ts";

const PASSWORD = "a green whale sings at noon";
const WRONG = "a green whale sings at nine";

async function openWithAda(parts: Parameters<typeof openTestRoster>[2] = {}) {
  const directory = await openTestRoster({}, undefined, parts);
  const ada = await directory.api.createUser({
    first_name: "Ada",
    last_name: "Lovelace",
    username: "ada",
    email_address: "ada@example.com",
    phone_number: "+14155552671",
    password: PASSWORD,
  });
  directory.pass(1000);
  return { directory, api: directory.api, ada };
}

const storedHash = async ({ dump }: TestRoster, id: string) =>
  ((await dump()).users as { id: string; password_hash: string | null }[]).find((user) => user.id === id)
    ?.password_hash ?? "";

/** Gives a user a hash of the same password with other parameters. */
async function plantHash(directory: TestRoster, id: string, options: Parameters<typeof hash>[1]) {
  const old = await hash(PASSWORD, options);
  await directory.database.query("update users set password_hash = ? where id = ?", old, id);
  return old;
}

describe("a user signs in", () => {
  test.for([
    ["the address", "ada@example.com"],
    ["the address in any case, with spaces around it", "  ADA@Example.COM "],
    ["the number", "+14155552671"],
    ["the number in another spelling", " +1 (415) 555-2671"],
    ["the username", "ada"],
    ["the username in any case, with spaces around it", " ADA "],
  ])("by %s", async ([, identifier]) => {
    const { directory, api, ada } = await openWithAda();
    await using _ = directory;

    const user = await directory.as("app", ["users:verify"]).verifyPassword({ identifier, password: PASSWORD });

    const at = "2026-03-01T12:00:01.000Z";
    expect(user).toEqual({ ...ada, last_sign_in_at: at, updated_at: at, version: ada.version + 1 });
    expect((await api.fetchUserDetails(ada.id)).user).toMatchObject(user);
    expect((await api.fetchAuditLog({ target_id: ada.id, per_page: 1 })).data[0]).toMatchObject({
      actor: "app",
      action: "verifyPassword",
      changes: ["last_sign_in_at"],
    });
  });

  test("by id, and by every verified address, not only the primary one", async () => {
    const { directory, api, ada } = await openWithAda();
    await using _ = directory;
    const second = await api.addEmail(ada.id, "countess@example.com");
    await api.updateEmail(ada.id, second.id, false, true);

    expect(await api.verifyPassword({ user_id: ada.id, password: PASSWORD })).toMatchObject({ id: ada.id });
    const byAddress = await api.verifyPassword({ identifier: "countess@example.com", password: PASSWORD });
    expect(byAddress).toMatchObject({ id: ada.id, email: "ada@example.com" });
  });

  test("with the password as any keyboard spells it", async () => {
    const { directory, api, ada } = await openWithAda();
    await using _ = directory;
    const password = "crème brûlée ﬁt 🐴";
    for (const stored of [password.normalize("NFC"), password.normalize("NFD")]) {
      await api.updatePassword(ada.id, { new_password: stored });
      for (const form of ["NFC", "NFD", "NFKC", "NFKD"]) {
        const typed = { user_id: ada.id, password: password.normalize(form) };
        expect(await api.verifyPassword(typed)).toMatchObject({ id: ada.id });
      }
    }
  });
});

test("all failed sign-ins have the same answer, and leave nothing behind", async () => {
  const { directory, api, ada } = await openWithAda();
  await using _ = directory;
  const named = { first_name: "Grace", last_name: "Hopper" };
  await api.addEmail(ada.id, "unverified@example.com");
  await api.addPhone(ada.id, "+14155552672");
  await api.createUser({ ...named, username: "social.only" });
  const gone = await api.createUser({ ...named, username: "gone", password: PASSWORD });
  await api.deleteUser(gone.id);
  const off = await api.createUser({ ...named, username: "off", email_address: "off@example.com", password: PASSWORD });
  await api.deactivateUser(off.id);
  const attempts = [
    { identifier: "ada@example.com", password: WRONG },
    { user_id: ada.id, password: WRONG },
    { identifier: "ada", password: "x" },
    { identifier: "ada", password: `${PASSWORD} ` },
    { identifier: "ada", password: "a".repeat(1024) },
    { identifier: "nobody@example.com", password: PASSWORD },
    { identifier: "+14155550000", password: PASSWORD },
    { identifier: "nobody", password: PASSWORD },
    { user_id: newId("user"), password: PASSWORD },
    { identifier: "not an @ address", password: PASSWORD },
    { identifier: "+not a number", password: PASSWORD },
    { identifier: "%", password: PASSWORD },
    { identifier: "' or 1=1 --", password: PASSWORD },
    { identifier: "unverified@example.com", password: PASSWORD },
    { identifier: "+14155552672", password: PASSWORD },
    { identifier: ada.id, password: PASSWORD },
    { identifier: "social.only", password: PASSWORD },
    { identifier: "off", password: PASSWORD },
    { identifier: "off@example.com", password: PASSWORD },
    { user_id: off.id, password: PASSWORD },
    { user_id: off.id, password: WRONG },
    { identifier: "gone", password: PASSWORD },
    { user_id: gone.id, password: PASSWORD },
  ];
  const before = await directory.dump();
  const answers = new Set<string>();
  for (const attempt of attempts) {
    const result = await directory.roster.call("verifyPassword", attempt, { name: "app", scopes: ["users:verify"] });
    if (result.ok) expect.fail(`${JSON.stringify(attempt)} signed in`);
    const { request_id: _id, ...data } = result.failure.data;
    answers.add(JSON.stringify({ ...result.failure, data }));
  }

  expect([...answers]).toEqual([
    '{"message":"The identifier or the password is not right.","data":{"httpStatus":400,"error_code":"credentials_incorrect"}}',
  ]);
  expect(await directory.dump()).toEqual(before);
  for (const secret of [PASSWORD, WRONG]) expect(directory.logged()).not.toContain(secret);
});

test("a reactivated user can sign in again", async () => {
  const { directory, api, ada } = await openWithAda();
  await using _ = directory;
  const signIn = () => api.verifyPassword({ user_id: ada.id, password: PASSWORD });
  await api.deactivateUser(ada.id);
  await expectRefusedUnchanged(directory, signIn, "credentials_incorrect");
  await api.reactivateUser(ada.id);
  expect(await signIn()).toMatchObject({ id: ada.id, is_active: true });
});

test("signing people in needs the scope for it", async () => {
  const { directory, ada } = await openWithAda();
  await using _ = directory;
  const signIn = () =>
    directory.as("app", ["users:read", "users:write", "users:password"]).verifyPassword({
      user_id: ada.id,
      password: PASSWORD,
    });
  await expectRefusedUnchanged(directory, signIn, "forbidden");
});

test.for([
  [{}, "identifier"],
  [{ identifier: "ada", user_id: newId("user") }, "identifier"],
  [{ identifier: " " }, "identifier"],
  [{ user_id: "ada" }, "user_id"],
  [{ identifier: "ada", ip_address: "localhost" }, "ip_address"],
  [{ identifier: "ada", ip_address: "203.0.113.7:443" }, "ip_address"],
  [{ identifier: "ada", ip_address: "203.0.113.0/24" }, "ip_address"],
  [{ identifier: "ada", ip_address: "0xcb.0.113.7" }, "ip_address"],
] as const)("%j is no sign-in", async ([who, field]) => {
  const { directory, api } = await openWithAda();
  await using _ = directory;
  const call = () => api.verifyPassword({ ...who, password: PASSWORD });
  const error = await expectRefusedUnchanged(directory, call, "invalid_input");
  expect(error.fieldErrors.map(({ path }) => path)).toEqual([field]);
});

describe("a hash that was made with other parameters", () => {
  test.for([
    ["less memory", { memoryCost: 4096, timeCost: 2, parallelism: 1 }],
    ["more memory", { memoryCost: 32_768, timeCost: 2, parallelism: 1 }],
    ["more passes and lanes", { memoryCost: 19_456, timeCost: 3, parallelism: 2 }],
    ["argon2i", { algorithm: 1, memoryCost: 19_456, timeCost: 2, parallelism: 1 }],
  ] as const)("(%s) is replaced when the password is right, and only then", async ([, options]) => {
    const { directory, api, ada } = await openWithAda({ hashCost: minimalCost });
    await using _ = directory;
    const old = await plantHash(directory, ada.id, options);
    const signIn = (password: string) => api.verifyPassword({ user_id: ada.id, password });

    await expectRefusedUnchanged(directory, () => signIn(WRONG), "credentials_incorrect");
    expect(await storedHash(directory, ada.id)).toBe(old);
    await signIn(PASSWORD);

    const renewed = await storedHash(directory, ada.id);
    expect(renewed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await expectRefusal(signIn(WRONG), "credentials_incorrect");
    await signIn(PASSWORD);
    expect(await storedHash(directory, ada.id)).toBe(renewed);
  });
});

describe("changes of an account during the check of its password count:", () => {
  test.for<[string, (directory: TestRoster, id: string, hash: string) => unknown]>([
    [
      "another password, set by another server on the same database",
      ({ database }, id, other) => database.query("update users set password_hash = ? where id = ?", other, id),
    ],
    ["none any more", ({ api }, id) => api.removePassword(id)],
    ["deactivation", ({ api }, id) => api.deactivateUser(id)],
    ["deletion", ({ api }, id) => api.deleteUser(id)],
  ])("%s", async ([, happens]) => {
    const { directory, api, ada } = await openWithAda();
    await using _ = directory;
    const other = await hash("a blue whale sings at dusk");
    const { services } = directory.roster;
    const { passwords } = services;
    services.passwords = {
      ...passwords,
      async verify(stored, password) {
        await happens(directory, ada.id, other);
        return passwords.verify(stored, password);
      },
    };

    const signIn = api.safe.verifyPassword({ user_id: ada.id, password: PASSWORD });

    expect(await signIn).toMatchObject({ ok: false, error: { code: "credentials_incorrect" } });
    const details = await api.safe.fetchUserDetails(ada.id);
    if (details.ok) expect(details.data.user.last_sign_in_at).toBeNull();
  });
});
