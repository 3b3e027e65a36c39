import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasBrowser, openBrowser } from "../../testing/browser.ts";
import { type ListeningRoster, listen } from "../../testing/http.ts";
import { tokenIn } from "../../testing/world.ts";

const password = "wind tunnels hum all night";

/** The server's own page for an invitation, at the test server's address. */
const pageOf = ({ url }: ListeningRoster, link: string) => `${url}/accept-invitation?token=${tokenIn(link)}`;

const post = (url: string, fields: Record<string, string>, headers = {}) =>
  fetch(url, { method: "POST", body: new URLSearchParams(fields), headers, redirect: "manual" });

const type = async (page: Page, label: string, text: string) => {
  await page.getByLabel(label, { exact: true }).focus();
  await page.keyboard.type(text);
};

describe.runIf(hasBrowser)("in a browser, by keyboard alone,", () => {
  let browser: Awaited<ReturnType<typeof openBrowser>>;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  /** A browser page that records dialogs, script errors and violations of the content policy. */
  async function openPage() {
    const page = await browser.newPage();
    const heard: string[] = [];
    page.on("console", (message) => heard.push(message.text()));
    page.on("dialog", (dialog) => heard.push(dialog.message()));
    page.on("pageerror", (error) => heard.push(error.message));
    return { page, heard };
  }

  test("somebody invited chooses a password, is told what is wrong with a bad one, and can sign in", async () => {
    await using server = await listen({ APP_NAME: "Acme", APP_URL: "https://app.example.com/" });
    const organization = await server.api.createOrganization({ name: "Lab <b>One</b>" });
    const email = "grace@example.com";
    const invited = await server.api.inviteUser({ email, first_name: "Grace", organization_id: organization.id });
    const { page, heard } = await openPage();

    await page.goto(pageOf(server, invited.accept_url));
    expect(await page.getByRole("heading").innerText()).toBe("Join Lab <b>One</b>");
    expect(await page.getByLabel("Email").inputValue()).toBe(email);
    expect(await page.getByLabel("First name").inputValue()).toBe("Grace");
    await type(page, "Last name", "Hopper");
    await type(page, "Password", "password");
    await page.keyboard.press("Enter");

    await page.getByText("It is among the first that anybody would try.").waitFor();
    expect(await page.getByLabel("Last name").inputValue()).toBe("Hopper");
    expect(await page.getByLabel("Password").inputValue()).toBe("");
    await page.locator("input[type=password]:focus").waitFor(); // the cursor is where it is wanted
    await page.keyboard.type(password);
    await page.keyboard.press("Enter");

    await page.getByRole("heading", { name: "Welcome" }).waitFor();
    expect(await page.getByRole("link", { name: "Continue" }).getAttribute("href")).toBe("https://app.example.com/");
    expect(heard.filter((line) => !/ 40[04] /.test(line))).toEqual([]);
    const user = await server.api.verifyPassword({ identifier: email, password });
    expect(user).toMatchObject({ first_name: "Grace", last_name: "Hopper" });
    expect((await server.api.fetchUserDetails(user.id)).organizations).toMatchObject([{ role: "member" }]);
  });

  test("who has an account already joins with one key press, and is asked for nothing", async () => {
    await using server = await listen();
    const organization = await server.api.createOrganization({ name: "Lab" });
    const ada = await server.api.createUser({ first_name: "Ada", last_name: "L", email_address: "ada@example.com" });
    const { accept_url } = await server.api.inviteUser({
      email: "ada@example.com",
      organization_id: organization.id,
      role: "admin",
    });
    const { page } = await openPage();

    await page.goto(pageOf(server, accept_url));
    expect(await page.locator("input:not([readonly])").count()).toBe(0);
    await page.getByRole("button", { name: "Join" }).press("Enter");

    await page.getByRole("heading", { name: "Welcome" }).waitFor();
    expect((await server.api.fetchUserDetails(ada.id)).organizations).toMatchObject([{ role: "admin" }]);
  });

  test("what callers put into names, tokens and forms is text on a page, and runs nothing", async () => {
    const evil = `"><img src=x onerror=alert(1)>{{7*7}}`;
    await using server = await listen({ APP_NAME: evil });
    const organization = await server.api.createOrganization({ name: evil });
    const { accept_url } = await server.api.inviteUser({
      email: "grace@example.com",
      first_name: evil,
      organization_id: organization.id,
    });
    const { page, heard } = await openPage();

    await page.goto(pageOf(server, accept_url));
    expect(await page.getByRole("heading").innerText()).toBe(`Join ${evil}`);
    expect(await page.getByLabel("First name").inputValue()).toBe(evil);
    await type(page, "Last name", evil);
    await type(page, "Password", "password");
    await page.keyboard.press("Enter");
    await page.getByText("among the first").waitFor();
    expect(await page.getByLabel("Last name").inputValue()).toBe(evil);
    await page.goto(`${server.url}/set-password?token=${encodeURIComponent(evil)}`);
    expect(await page.locator("img").count()).toBe(0);
    expect(heard.filter((line) => !/ 40[04] /.test(line))).toEqual([]);
  });
});

test("a link that opens nothing any more says so, and what to do", async () => {
  await using server = await listen();
  const { id, accept_url } = await server.api.inviteUser({ email: "grace@example.com" });
  const before = await fetch(pageOf(server, accept_url));
  expect(before.status).toBe(200);
  await server.api.revokeInvitation(id);

  for (const answer of [
    await fetch(pageOf(server, accept_url)),
    await post(pageOf(server, accept_url), { password }),
    await post(`${server.url}/set-password?token=${tokenIn(accept_url)}`, { new_password: password }),
  ]) {
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("no longer valid");
  }
  const incomplete = await fetch(`${server.url}/accept-invitation`);
  expect([incomplete.status, await incomplete.text()]).toEqual([400, expect.stringContaining("not complete")]);
});

test("a page runs no script, loads nothing, is framed by no other page, and its address goes nowhere", async () => {
  await using server = await listen();
  const { accept_url } = await server.api.inviteUser({ email: "grace@example.com" });
  const { headers } = await fetch(pageOf(server, accept_url));

  expect(Object.fromEntries(headers)).toMatchObject({
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": expect.stringMatching(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    ),
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
});

test("a page takes its own form and nothing else, and only so much of it", async () => {
  await using server = await listen();
  const { accept_url } = await server.api.inviteUser({ email: "grace@example.com" });
  const before = await server.dump();
  const page = pageOf(server, accept_url);
  const put = await fetch(page, { method: "PUT", body: "x" });
  const json = await fetch(page, { method: "POST", body: "{}", headers: { "content-type": "application/json" } });
  const large = await post(page, { password: "x".repeat(20_000) });
  expect([put.status, json.status, large.status]).toEqual([405, 415, 413]);
  expect(await server.dump()).toEqual(before);
});

test("a form whose button is pressed twice is done once, and both answers are the same", async () => {
  await using server = await listen();
  const { accept_url } = await server.api.inviteUser({ email: "grace@example.com" });
  const send = (fields: Record<string, string>) => post(pageOf(server, accept_url), fields);
  const answers = await Promise.all([send({ password }), send({ password }), send({ password })]);
  expect(answers.map(({ status, headers }) => [status, headers.get("location")])).toEqual(
    answers.map(() => [303, "?done"]),
  );
  expect((await send({ password: "something else entirely" })).status).toBe(404);
  expect((await server.api.fetchUsers()).data).toHaveLength(1);
});

test("whose account was made in another way after the invitation is told to sign in", async () => {
  await using server = await listen();
  const { accept_url } = await server.api.inviteUser({ email: "grace@example.com" });
  await server.api.createUser({ first_name: "Grace", last_name: "Hopper", email_address: "grace@example.com" });
  const text = await (await fetch(pageOf(server, accept_url))).text();
  expect(text).toContain("If you have an account, sign in.");
  expect(text).not.toContain("<form");
});

test("visits count for the address that they come from, as calls do", async () => {
  await using server = await listen({ RATE_LIMIT_PUBLIC: "3" });
  const answers = [];
  for (const _ of "1234") answers.push(await fetch(`${server.url}/accept-invitation?token=guess`));
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 429]);
  expect(Number(answers[3]?.headers.get("retry-after"))).toBeGreaterThan(0);
});
