import { describe, expect, test } from "vitest";
import { hashingAfter } from "../testing/beyond-limit.ts";
import { leastProcessorTimeOf } from "../testing/elapsed.ts";
import { type Call, racers, tally } from "../testing/race.ts";
import { expectRefusal, expectRefusedUnchanged, openTestRoster, type TestRoster } from "../testing/roster.ts";
import { sendAll, sendAndRead } from "../testing/sent.ts";
import { tokenIn } from "../testing/world.ts";
import { hashToken } from "../tokens/tokens.ts";

const OLD = "a green whale sings at noon";
const NEW = "a blue whale sings at dusk";
const OTHER = "a red whale sings at dawn";
const HOUR = 60 * 60 * 1000;

/** A user with a verified address, and a link in its mailbox. */
async function openWithLink(password: string | null = OLD) {
  const directory = await openTestRoster();
  const { api } = directory;
  const ada = await api.createUser({
    first_name: "Ada",
    last_name: "Lovelace",
    username: "ada",
    email_address: "ada@example.com",
    ...(password && { password }),
  });
  const mailLink = async () => {
    await api.sendPasswordReset("ada@example.com");
    return tokenIn(await sendAndRead(directory));
  };
  const token = await mailLink();
  const reset = (used = token, newPassword = NEW) => directory.as("page", []).resetPassword(used, newPassword);
  return { directory, api, ada, token, reset, mailLink };
}

const templates = async (directory: TestRoster) => (await sendAll(directory)).map(({ template }) => template);

test("a link works once", async () => {
  const { directory, api, ada, reset } = await openWithLink();
  await using _ = directory;

  await reset();

  await expectRefusedUnchanged(directory, () => reset(), "token_not_found");
  expect((await directory.dump()).tokens).toEqual([]);
  expect((await api.fetchUserDetails(ada.id)).user).toMatchObject({ has_password: true, version: ada.version + 1 });
});

test("a link works for an hour after it was mailed, to the millisecond", async () => {
  const { directory, reset, mailLink } = await openWithLink();
  await using _ = directory;
  directory.pass(HOUR);
  await expectRefusedUnchanged(directory, () => reset(), "token_not_found");

  const inTime = await mailLink();
  directory.pass(HOUR - 1);
  await reset(inTime);
});

test("a link that is mailed while its user is deactivated ends as well", async () => {
  await using directory = await openTestRoster();
  const { api, roster } = directory;
  for (let round = 0; round < 30; round++) {
    const email = `ada${round}@example.com`;
    const { id } = await api.createUser({ first_name: "Ada", last_name: "Lovelace", email_address: email });
    await api.sendPasswordReset(email);
    await Promise.all([roster.deliver(), api.deactivateUser(id)]);
  }
  expect((await directory.dump()).tokens).toEqual([]);
});

describe("a link ends with", () => {
  type Case = [string, (world: Awaited<ReturnType<typeof openWithLink>>) => Promise<unknown>];
  const unverify = async ({ api, ada }: Parameters<Case[1]>[0], deleted: boolean) => {
    const second = await api.addEmail(ada.id, "countess@example.com");
    await api.updateEmail(ada.id, second.id, true, true);
    const first = (await api.fetchUserDetails(ada.id)).emails.find(({ email }) => email === "ada@example.com");
    const id = first?.id ?? "";
    await (deleted ? api.deleteEmail(ada.id, id) : api.updateEmail(ada.id, id, false, false));
  };
  test.for<Case>([
    ["the use of another one", async ({ reset, mailLink }) => reset(await mailLink(), OTHER)],
    ["a new password", ({ api, ada }) => api.updatePassword(ada.id, { new_password: OTHER, current_password: OLD })],
    ["an administrator's reset", ({ api, ada }) => api.updatePassword(ada.id, { new_password: OTHER })],
    ["the removal of the password", ({ api, ada }) => api.removePassword(ada.id)],
    ["the user's deactivation", ({ api, ada }) => api.deactivateUser(ada.id)],
    [
      "the user's deactivation, even when it is over",
      async ({ api, ada }) => {
        await api.deactivateUser(ada.id);
        await api.reactivateUser(ada.id);
      },
    ],
    ["the user", ({ api, ada }) => api.deleteUser(ada.id)],
    ["the address, when it is no longer verified", (world) => unverify(world, false)],
    ["the address, when it is no longer the user's", (world) => unverify(world, true)],
    [
      "the address, when another one takes its place",
      async ({ api, ada }) => {
        const [first] = (await api.fetchUserDetails(ada.id)).emails;
        await api.changeEmail(ada.id, first?.id ?? "", "countess@example.com", { is_verified: true });
      },
    ],
    [
      "the address, when it became another user's",
      async (world) => {
        await unverify(world, true);
        const named = { first_name: "Grace", last_name: "Hopper" };
        await world.api.createUser({ ...named, email_address: "ada@example.com", password: OTHER });
      },
    ],
  ])("%s", async ([, happens]) => {
    const world = await openWithLink();
    await using directory = world.directory;
    await happens(world);
    await expectRefusedUnchanged(directory, () => world.reset(), "token_not_found");
  });

  test("a new password, even if its mail was still waiting", async () => {
    const { directory, api, ada } = await openWithLink();
    await using _ = directory;
    await api.sendPasswordReset("ada@example.com");
    await api.updatePassword(ada.id, { new_password: OTHER });
    expect(await templates(directory)).toEqual(["password_reset", "password_changed"]);
  });
});

test("a second request gives a second link; the use of one ends both", async () => {
  const { directory, token, reset, mailLink } = await openWithLink();
  await using _ = directory;
  const second = await mailLink();
  expect(second).not.toBe(token);
  await reset(token);
  await expectRefusedUnchanged(directory, () => reset(second), "token_not_found");
});

test("the link of an invitation sets no password, nor does a reset's link accept an invitation", async () => {
  const { directory, api, token, reset } = await openWithLink();
  await using _ = directory;
  const organization = await api.createOrganization({ name: "Acme" });
  const invited = await api.inviteUser({ email: "ada@example.com", organization_id: organization.id });

  await expectRefusedUnchanged(directory, () => reset(tokenIn(invited.accept_url)), "token_not_found");
  await expectRefusedUnchanged(directory, () => api.acceptInvitation(token), "invitation_not_found");
  await expectRefusal(api.fetchInvitation(token), "invitation_not_found");
});

test.for(["nothing", "null", "%", "' or 1=1 --", "0".repeat(64)])("%j opens nothing", async (token) => {
  const { directory, reset } = await openWithLink();
  await using _ = directory;
  await expectRefusedUnchanged(directory, () => reset(token), "token_not_found");
});

test("the stored hash of a link does not work as its token", async () => {
  const { directory, token, reset } = await openWithLink();
  await using _ = directory;
  expect(token).toMatch(/^[\w-]{43}$/);
  expect(JSON.stringify(await directory.dump())).not.toContain(token);
  // `dump` answers untyped rows.
  for (const { hash } of (await directory.dump()).tokens as { hash: string }[]) {
    expect(hash).toBe(hashToken(token));
    await expectRefusedUnchanged(directory, () => reset(hash), "token_not_found");
  }
});

test("a password that the policy refuses leaves the link as it was", async () => {
  const { directory, api, ada, reset, token } = await openWithLink();
  await using _ = directory;
  for (const [password, reasons] of [
    ["password", ["common"]],
    ["Lovelace-Ada", ["personal"]],
    ["short", ["too_short"]],
  ] as const) {
    const error = await expectRefusedUnchanged(directory, () => reset(token, password), "password_rejected");
    expect(error.reasons).toEqual(expect.arrayContaining([...reasons]));
    expect(error.fieldErrors[0]?.path).toBe("new_password");
  }
  await reset();
  expect(await api.verifyPassword({ user_id: ada.id, password: NEW })).toMatchObject({ id: ada.id });
});

test("a password of a megabyte is refused before it is hashed or checked", async () => {
  const { directory, api, reset, token } = await openWithLink();
  await using _ = directory;
  const huge = "ab!".repeat(350_000);
  for (const call of [() => reset(token, huge), () => api.verifyPassword({ identifier: "ada", password: huge })]) {
    expect(await leastProcessorTimeOf(5, () => expectRefusal(call(), "invalid_input"))).toBeLessThan(50);
  }
  await reset();
});

test("a link is tried twenty times in an hour, and one that is unknown leaves no trace", async () => {
  const { directory, reset, token } = await openWithLink();
  await using _ = directory;
  for (let index = 0; index < 20; index++) await expectRefusal(reset(token, "password"), "password_rejected");
  expect((await expectRefusedUnchanged(directory, () => reset(token), "rate_limited")).retryAfter).toBe(3600);
  const counted = () => directory.database.query("select * from rate_limits order by key");
  const before = await counted();
  for (let index = 0; index < 30; index++) await expectRefusal(reset("unknown", "password"), "token_not_found");
  expect(await counted()).toEqual(before);
});

const resets = (token: string) =>
  Array.from({ length: 50 }, (_, index): Call<"resetPassword"> => {
    const new_password = `a whale sings at noon of day ${index}`;
    return ["resetPassword", { token, new_password }];
  });

describe("of fifty at the same moment", () => {
  test("who use one link before anybody is through, twenty are heard", async () => {
    const { directory, token } = await openWithLink();
    await using _ = directory;

    const outcomes = await hashingAfter(directory.roster, 30, resets(token));

    expect(tally(outcomes)).toEqual({ ok: 1, token_not_found: 19, rate_limited: 30 });
  });

  test("who use one link, one sets the password", async () => {
    const { directory, api, ada, mailLink } = await openWithLink();
    await using _ = directory;
    directory.pass(Date.now() - Date.parse("2026-03-01T12:00:00.000Z")); // the racers have clocks of their own
    const token = await mailLink();

    const outcomes = tally(await racers.race(directory.databaseUrl, resets(token)));

    // A call after the password was set is refused without being counted.
    const { ok, token_not_found: late = 0, rate_limited: beyond = 0, ...others } = outcomes;
    expect({ ok, refused: late + beyond, others }).toEqual({ ok: 1, refused: 49, others: {} });
    if (beyond > 0) expect(late).toBeGreaterThanOrEqual(19);
    expect((await api.fetchUserDetails(ada.id)).user.version).toBe(ada.version + 1);
    const entries = (await api.fetchAuditLog({ target_id: ada.id })).data;
    expect(entries.filter(({ action }) => action === "resetPassword")).toHaveLength(1);
    directory.pass(HOUR);
    expect((await templates(directory)).filter((template) => template === "password_changed")).toHaveLength(1);
  });
});
