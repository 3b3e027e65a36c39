import { expect, test } from "vitest";
import { cookieOf, openApplication, password } from "./application.ts";

const ada = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com" };
const profile = { id: "google-1", email: "ada@example.com", given_name: "Ada", family_name: "Lovelace" };

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

async function callback({ origin }: { origin: string }, code: string) {
  const answer = await fetch(`${origin}/sign-in/google/callback?code=${code}`, { redirect: "manual" });
  return { to: answer.headers.get("location"), headers: cookieOf(answer) };
}

test("the first sign-in with a provider makes a user, and the next ones find it by the account", async () => {
  await using application = await openApplication();
  const { profiles, roster } = application;
  profiles.set("first", { ...profile, email_verified: true });
  profiles.set("later", { ...profile, email_verified: true, email: "ada@elsewhere.example" });

  expect((await callback(application, "first")).to).toBe("/");
  expect((await callback(application, "later")).to).toBe("/");

  const { data } = await roster.fetchUsers();
  expect(data).toMatchObject([{ email: "ada@example.com" }]);
  expect(await roster.fetchUserBySocialConnection("google", "google-1")).toEqual(data[0]);
});

test("an account is linked to the user who owns its address, only where both have verified it", async () => {
  await using application = await openApplication();
  const { profiles, roster } = application;
  const owner = await roster.createUser(ada);
  const squatter = await roster.createUser({ first_name: "Not", last_name: "Grace" });
  await roster.addEmail(squatter.id, "grace@example.com"); // not verified
  profiles.set("unverified", { ...profile, id: "google-2", email_verified: false });
  profiles.set("verified", { ...profile, email_verified: true });
  profiles.set("grace", { ...profile, id: "google-3", email: "grace@example.com", email_verified: true });

  expect((await callback(application, "unverified")).to).toBe("/?sign_in=refused");
  await callback(application, "verified");
  await callback(application, "grace");

  expect((await roster.fetchUserBySocialConnection("google", "google-1")).id).toBe(owner.id);
  expect((await roster.fetchUserBySocialConnection("google", "google-3")).id).not.toBe(squatter.id);
  await roster.deactivateUser(owner.id);
  expect((await callback(application, "verified")).to).toBe("/?sign_in=refused");
});
