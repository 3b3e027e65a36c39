import { limits, rateLimits } from "@roster/contract";
import { expect, test } from "vitest";
import { linkToken, openConsole, signIn } from "./testing/console.ts";
import { expectFailure, listenOn } from "./testing/http.ts";
import { expectRefusal, openTestRoster } from "./testing/roster.ts";
import { sendAndRead } from "./testing/sent.ts";
import { tokenIn } from "./testing/world.ts";

const SECOND = 1000;
const YEAR = 365 * 24 * 60 * 60 * SECOND;
const named = { first_name: "Ada", last_name: "Lovelace" };
const ip_address = "192.0.2.1";
const password = "a green whale sings at noon";

/** A directory whose clock is a year ahead. */
async function openAhead(env: Record<string, string> = {}) {
  const directory = await openTestRoster(env);
  directory.pass(YEAR);
  return directory;
}

test("a limit that was reached while the clock was a year ahead is over when the clock is right", async () => {
  await using directory = await openAhead();
  const { api, pass } = directory;
  const email = "ada@example.com";
  const user = await api.createUser({ ...named, email_address: email, password });
  const tryOnce = () => api.verifyPassword({ identifier: email, password: "wrong", ip_address });
  for (let count = 0; count < rateLimits.signIns.points; count++)
    await expectRefusal(tryOnce(), "credentials_incorrect");
  await expectRefusal(tryOnce(), "rate_limited");
  for (let count = 0; count < rateLimits.joins.points; count++) await api.joinWaitlist({ email });
  await expectRefusal(api.joinWaitlist({ email }), "rate_limited");

  pass(-YEAR);
  expect((await api.verifyPassword({ identifier: email, password, ip_address })).id).toBe(user.id);
  for (let count = 0; count < rateLimits.joins.points; count++) await api.joinWaitlist({ email });
  const { retryAfter } = await expectRefusal(api.joinWaitlist({ email }), "rate_limited");
  expect(retryAfter).toBeLessThanOrEqual(rateLimits.joins.duration);
});

test("clocks of servers that differ by seconds count in one window", async () => {
  await using directory = await openTestRoster();
  const { api, pass } = directory;
  const email = "ada@example.com";
  for (let count = 0; count < rateLimits.joins.points; count++) {
    pass(count % 2 === 0 ? 10 * SECOND : -10 * SECOND);
    await api.joinWaitlist({ email });
  }
  pass(-10 * SECOND);
  await expectRefusal(api.joinWaitlist({ email }), "rate_limited");
});

test("neither the pause between codes nor the limit of an hour's messages outlasts a clock that was ahead", async () => {
  await using directory = await openAhead();
  const { api, pass } = directory;
  const { id: user_id } = await api.createUser({ ...named, username: "ada" });
  const { id } = await api.addEmail(user_id, "ada@example.com");
  const code = () => api.sendEmailVerification(user_id, id);
  await code();
  await expectRefusal(code(), "rate_limited");
  const { id: invitation } = await api.inviteUser({ email: "grace@example.com" });
  for (let count = 1; count < limits.messagesPerHour; count++) await api.resendInvitation(invitation);
  await expectRefusal(api.resendInvitation(invitation), "rate_limited");

  pass(-YEAR);
  await code();
  await expectRefusal(code(), "rate_limited");
  expect(await api.resendInvitation(invitation)).toMatchObject({ status: "pending" });
});

test("a message whose lease or next attempt was set while the clock was ahead is sent when the clock is right", async () => {
  await using directory = await openTestRoster();
  const { api, roster, database } = directory;
  await api.inviteUser({ email: "ada@example.com" });
  await database.query("update messages set attempts = 1, due_at = '2027-03-01T12:00:00.000Z'");
  await roster.deliver();
  expect(await database.query("select state, attempts from messages")).toEqual([{ state: "sent", attempts: 2 }]);
});

test("a code and a link that were made while the clock was a year ahead do not last a year", async () => {
  await using directory = await openAhead();
  const { api, pass } = directory;
  const { id: user_id } = await api.createUser({ ...named, username: "ada", email_address: "ada@example.com" });
  const { id } = await api.addEmail(user_id, "countess@example.com");
  const { code } = await api.sendEmailVerification(user_id, id, { deliver: false });
  await api.sendPasswordReset("ada@example.com");
  const token = tokenIn(await sendAndRead(directory));

  pass(-YEAR);
  await expectRefusal(api.verifyEmail(user_id, id, code ?? ""), "code_expired");
  await expectRefusal(api.fetchPasswordLink(token), "token_not_found");
  await expectRefusal(api.resetPassword(token, password), "token_not_found");
});

test("an answer that was kept while the clock was a year ahead is not given for a year", async () => {
  await using server = await listenOn(await openAhead());
  const create = async () => {
    const client = server.client({ idempotencyKey: "key-1" });
    return (await client.createUser(named)).id;
  };
  const first = await create();
  expect(await create()).toBe(first);

  server.pass(-YEAR);
  const second = await create();
  expect(second).not.toBe(first);
  expect(await create()).toBe(second);
});

test("the last use of an API key is shown as it was, after it was used while the clock was a year ahead", async () => {
  await using server = await listenOn(await openAhead());
  server.pass(-YEAR);
  await server.client().fetchUsers();
  const lastUse = async () => (await server.api.fetchApiKeys()).data[0]?.last_used_at;
  await expect.poll(lastUse).toMatch(/^2026/);
});

test("a session of the console, and a link to one, that were made while the clock was a year ahead are over", async () => {
  await using server = await listenOn(await openAhead());
  const page = await openConsole(server);
  const token = await linkToken(server);
  expect((await page.session()).status).toBe(200);

  server.pass(-YEAR);
  await expectFailure(await page.session(), 401, "unauthorized");
  await expectFailure(await signIn(server, { token }), 404, "token_not_found");
});
