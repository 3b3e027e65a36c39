import { expect, test } from "vitest";
import { cookieOf, openApplication, password } from "./application.ts";

const ada = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" };
const account = { sub: "google-1", email: "ada@example.com", given_name: "Ada", family_name: "Lovelace" };

test("a person signs in by password, and is signed out when the user is deactivated", async () => {
  await using application = await openApplication();
  const { roster, origin, signIn } = application;
  const { id } = await roster.createUser({ ...ada, password });
  expect((await signIn("ada@example.com", "not the password")).status).toBe(401);

  const signedIn = await signIn("ada@example.com");

  expect(signedIn.status).toBe(200);
  const headers = cookieOf(signedIn);
  expect(await (await fetch(`${origin}/api/me`, { headers })).json()).toMatchObject({ name: "Ada" });
  expect((await fetch(`${origin}/api/me`, { headers: { cookie: `${headers.cookie}x` } })).status).toBe(401);
  await roster.deactivateUser(id);
  expect((await fetch(`${origin}/api/me`, { headers })).status).toBe(401);
});

test("a form of another site signs nobody in", async () => {
  await using application = await openApplication();
  await application.roster.createUser({ ...ada, password });
  const body = JSON.stringify({ identifier: "ada@example.com", password });
  const headers = { origin: "https://evil.example", "content-type": "text/plain" };

  const answer = await fetch(`${application.origin}/sign-in`, { method: "POST", headers, body });

  expect(answer.status).toBe(403);
  expect(answer.headers.getSetCookie()).toEqual([]);
});

test("a person who tries too often is told how long to wait", async () => {
  await using application = await openApplication();
  await application.roster.createUser({ ...ada, password });

  let answer = await application.signIn("ada@example.com", "a guess");
  for (let tries = 1; answer.status === 401 && tries < 50; tries++)
    answer = await application.signIn("ada@example.com", `guess ${tries}`);

  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(5);
  application.directory.pass(11 * 60 * 1000);
  expect((await application.signIn("ada@example.com")).status).toBe(200);
});

/** Goes to the provider, and comes back with this code. */
async function signInWithGoogle({ origin }: { origin: string }, code: string, given: { state?: string } = {}) {
  const begun = await fetch(`${origin}/sign-in/google`, { redirect: "manual" });
  const { state } = Object.fromEntries(new URL(begun.headers.get("location") ?? "").searchParams);
  const query = new URLSearchParams({ code, state: state ?? "", ...given });
  const headers = cookieOf(begun);
  const answer = await fetch(`${origin}/sign-in/google/callback?${query}`, { redirect: "manual", headers });
  return answer.headers.get("location");
}

test("the first sign-in with a provider makes a user, and the next ones find it by the account", async () => {
  await using application = await openApplication();
  const { accounts, roster } = application;
  accounts.set("first", { ...account, email_verified: true });
  accounts.set("later", { ...account, email_verified: true, email: "ada@elsewhere.example" });

  expect(await signInWithGoogle(application, "first")).toBe("/");
  expect(await signInWithGoogle(application, "later")).toBe("/");

  const { data } = await roster.fetchUsers();
  expect(data).toMatchObject([{ email: "ada@example.com" }]);
  expect(await roster.fetchUserBySocialConnection("google", "google-1")).toEqual(data[0]);
});

test("an account is linked to the user who owns its address, only where both have verified it", async () => {
  await using application = await openApplication();
  const { accounts, roster } = application;
  const owner = await roster.createUser(ada);
  const squatter = await roster.createUser({ first_name: "Not", last_name: "Grace" });
  await roster.addEmail(squatter.id, "grace@example.com"); // not verified
  accounts.set("unverified", { ...account, sub: "google-2", email_verified: false });
  accounts.set("verified", { ...account, email_verified: true });
  accounts.set("grace", { ...account, sub: "google-3", email: "grace@example.com", email_verified: true });

  expect(await signInWithGoogle(application, "unverified")).toBe("/?sign_in=refused");
  await signInWithGoogle(application, "verified");
  await signInWithGoogle(application, "grace");

  expect((await roster.fetchUserBySocialConnection("google", "google-1")).id).toBe(owner.id);
  expect((await roster.fetchUserBySocialConnection("google", "google-3")).id).not.toBe(squatter.id);
  await roster.deactivateUser(owner.id);
  expect(await signInWithGoogle(application, "verified")).toBe("/?sign_in=refused");
});

test("a callback that was not begun in this browser signs nobody in", async () => {
  await using application = await openApplication();
  application.accounts.set("code", { ...account, email_verified: true });

  expect(await signInWithGoogle(application, "code", { state: "of another" })).toBe("/?sign_in=refused");

  expect((await application.roster.fetchUsers()).data).toEqual([]);
});
