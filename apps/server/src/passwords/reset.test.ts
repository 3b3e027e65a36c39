import { describe, expect, test } from "vitest";
import { expectRefusal, expectRefusedUnchanged, openTestRoster } from "../testing/roster.ts";
import { sendAll, sendAndRead } from "../testing/sent.ts";
import { tokenIn } from "../testing/world.ts";

const OLD = "a green whale sings at noon";
const NEW = "a blue whale sings at dusk";
const HOUR = 60 * 60 * 1000;

async function openWithAda(env: Record<string, string> = {}) {
  const directory = await openTestRoster({ PUBLIC_URL: "https://id.example", ...env });
  const { api } = directory;
  const ada = await api.createUser({
    first_name: "Ada",
    last_name: "Lovelace",
    email_address: "ada@example.com",
    password: OLD,
  });
  await api.addEmail(ada.id, "unverified@example.com");
  const off = await api.createUser({ first_name: "Grace", last_name: "Hopper", email_address: "off@example.com" });
  await api.deactivateUser(off.id);
  return { directory, api, ada };
}

const nobodys = ["nobody@example.com", "unverified@example.com", "off@example.com"];

test("the owner of a verified address gets a mail there, with a link that sets the password", async () => {
  const { directory, api, ada } = await openWithAda();
  await using _ = directory;

  await directory.as("app", ["users:verify"]).sendPasswordReset(" ADA@Example.com ");

  const [mail, ...others] = await sendAll(directory);
  expect(others).toEqual([]);
  expect(mail).toMatchObject({ to: "ada@example.com", template: "password_reset" });
  const link = new URL(mail?.carries ?? "");
  expect(link.origin + link.pathname).toBe("https://id.example/set-password");
  await directory.as("page", []).resetPassword(tokenIn(link.href), NEW);
  expect(await api.verifyPassword({ user_id: ada.id, password: NEW })).toMatchObject({ id: ada.id });
  await expectRefusal(api.verifyPassword({ user_id: ada.id, password: OLD }), "credentials_incorrect");
  const audit = (await api.fetchAuditLog({ target_id: ada.id })).data;
  expect(audit.find((entry) => entry.action === "sendPasswordReset")).toMatchObject({
    actor: "app",
    changes: ["password_link"],
  });
  expect(audit.find((entry) => entry.action === "resetPassword")).toMatchObject({ changes: ["password"] });
});

test("a verified address that is not the primary one gets its own link", async () => {
  const { directory, api, ada } = await openWithAda();
  await using _ = directory;
  const second = await api.addEmail(ada.id, "countess@example.com");
  await api.updateEmail(ada.id, second.id, false, true);

  await api.sendPasswordReset("countess@example.com");

  const reset = (await sendAll(directory)).find(({ template }) => template === "password_reset");
  expect(reset).toMatchObject({ to: "countess@example.com" });
  await api.resetPassword(tokenIn(reset?.carries ?? ""), NEW);
  expect((await sendAll(directory)).at(-1)).toEqual({
    to: "ada@example.com",
    template: "password_changed",
    carries: undefined,
  });
});

test("a caller cannot learn whether an address is known: the answer is the same, and an unknown one gets no mail and no audit entry", async () => {
  const { directory, api } = await openWithAda();
  await using _ = directory;
  const answers = [await directory.roster.call("sendPasswordReset", { email: "ada@example.com" }, everybody)];
  await sendAll(directory);
  const before = await directory.dump();

  for (const email of nobodys) answers.push(await directory.roster.call("sendPasswordReset", { email }, everybody));

  expect(answers).toEqual(answers.map(() => ({ ok: true, data: undefined })));
  expect(await directory.dump()).toEqual(before);
  expect(await sendAll(directory)).toHaveLength(1);
  expect((await api.fetchAuditLog()).data.filter((entry) => entry.action === "sendPasswordReset")).toHaveLength(1);
});

const everybody = { name: "app", scopes: ["users:verify"] as const };

test.for(["ada@example.com", ...nobodys])("%s is taken five times in an hour, known or not", async (email) => {
  const { directory, api } = await openWithAda();
  await using _ = directory;
  for (const spelling of [email, email, email.toUpperCase(), ` ${email}`, email]) await api.sendPasswordReset(spelling);

  const error = await expectRefusedUnchanged(directory, () => api.sendPasswordReset(email), "rate_limited");

  expect(error.retryAfter).toBe(3600);
  expect(await sendAll(directory)).toHaveLength(email === "ada@example.com" ? 5 : 0);
  await api.sendPasswordReset("somebody.else@example.com");
  directory.pass(HOUR);
  await api.sendPasswordReset(email);
});

test("the owner gets the link even if the address was sent many other mails", async () => {
  const { directory, api } = await openWithAda();
  await using _ = directory;
  const organization = await api.createOrganization({ name: "Nuisance" });
  const { id } = await api.inviteUser({ email: "ada@example.com", organization_id: organization.id });
  for (let sent = 1; sent < 30; sent++) await api.resendInvitation(id);

  await api.sendPasswordReset("ada@example.com");

  expect((await sendAll(directory)).map(({ template }) => template)).toContain("password_reset");
});

describe("a link leads", () => {
  const origins = { REDIRECT_ORIGINS: "https://app.example,https://other.example:8443" };

  test.for([
    "https://app.example/reset?step=2#top",
    "https://other.example:8443/",
    "https://id.example/own-page",
    "https://APP.example/",
  ])("to %s, which is listed", async (redirectUrl) => {
    const { directory, api } = await openWithAda(origins);
    await using _ = directory;
    await api.sendPasswordReset("ada@example.com", redirectUrl);
    const link = new URL(await sendAndRead(directory));
    expect(link.href.split("?")[0]).toBe(new URL(redirectUrl).href.split(/[?#]/)[0]);
    await api.resetPassword(link.searchParams.get("token") ?? "", NEW);
  });

  test.for([
    ["https://evil.example/", "redirect_url_not_allowed"],
    ["http://app.example/", "redirect_url_not_allowed"],
    ["https://app.example.evil.example/", "redirect_url_not_allowed"],
    ["https://app.example:444/", "redirect_url_not_allowed"],
    ["https://app.example@evil.example/", "redirect_url_not_allowed"],
    ["https://user:secret@app.example/", "redirect_url_not_allowed"],
    ["https://evil.example\\@app.example/", "redirect_url_not_allowed"],
    ["//app.example/", "invalid_input"],
    ["javascript:alert(1)", "invalid_input"],
    ["data:text/html,x", "invalid_input"],
    ["\\\\app.example", "invalid_input"],
    ["", "invalid_input"],
  ] as const)("not to %j, whoever is meant", async ([redirectUrl, code]) => {
    const { directory, api } = await openWithAda(origins);
    await using _ = directory;
    for (const email of ["ada@example.com", "nobody@example.com"]) {
      const send = () => api.sendPasswordReset(email, redirectUrl);
      const error = await expectRefusedUnchanged(directory, send, code);
      expect(error.fieldErrors.map(({ path }) => path)).toEqual(["redirect_url"]);
    }
  });
});

test.for([
  "ada@example.com,evil@example.com",
  "ada@example.com\n",
  "ａda@example.com",
  "ada@exämple.com",
  "*@example.com ",
])("%j is not taken for an address that it resembles", async (email) => {
  const { directory, api } = await openWithAda();
  await using _ = directory;
  const result = await api.safe.sendPasswordReset(email);
  if (!result.ok) expect(result.error.code).toBe("invalid_input");
  expect(await sendAll(directory)).toEqual([]);
});

test("links are asked for with the scope for signing people in, and used with none", async () => {
  const { directory } = await openWithAda();
  await using _ = directory;
  const others = directory.as("app", ["users:read", "users:write", "users:password"]);
  await expectRefusedUnchanged(directory, () => others.sendPasswordReset("ada@example.com"), "forbidden");
});
