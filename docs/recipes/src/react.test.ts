import { createClient } from "@roster/client";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { hasBrowser, openBrowser } from "../../../apps/server/src/testing/browser.ts";
import { cookieOf, openApplication, password } from "./application.ts";

/** The page with the React application in it. */
async function bundle() {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/react/main.tsx`],
    conditions: ["@roster/source"],
    define: { "process.env.NODE_ENV": '"production"' },
    jsx: "automatic",
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    write: false,
  });
  return `<!doctype html><meta charset="utf-8"><div id="root"></div><script>${outputFiles[0]?.text}</script>`;
}

/** An organization with Ada, who is an admin and signs in by password, and other members; and a user outside of it. */
async function openAcme(page?: string) {
  const application = await openApplication(page);
  const { roster } = application;
  const acme = await roster.createOrganization({ name: "Acme" });
  const other = await roster.createOrganization({ name: "Other" });
  await roster.createUser({ first_name: "Alan", last_name: "Turing" });
  const ada = { first_name: "Ada", last_name: "Lovelace", email_address: "ada@example.com", password };
  const { id } = await roster.createUser(ada);
  await roster.addOrganizationMember({ organization_id: acme.id, user_id: id, role: "admin" });
  for (let index = 0; index < 24; index++) {
    const user = await roster.createUser({ first_name: "Member", last_name: `${index}` });
    await roster.addOrganizationMember({ organization_id: acme.id, user_id: user.id, role: "member" });
  }
  return { ...application, acme, other };
}

test("the proxy passes on what a signed-in person may ask, and refuses the rest with the client's codes", async () => {
  await using application = await openAcme();
  const { origin, acme, other } = application;
  const url = `${origin}/api`;
  const stranger = createClient({ url }).safe;
  const headers = cookieOf(await application.signIn("ada@example.com"));
  const send: typeof fetch = (input, init) => fetch(input, { ...init, headers: { ...init?.headers, ...headers } });
  const ada = createClient({ url, fetch: send }).safe;

  expect(await stranger.fetchUsers({ organization_id: acme.id })).toMatchObject({ error: { code: "unauthorized" } });
  expect(await ada.fetchOrganizationMembers(acme.id)).toMatchObject({ ok: true, data: { has_more: true } });
  expect(await ada.fetchOrganizationMembers(other.id)).toMatchObject({ error: { code: "forbidden", status: 403 } });
  expect(await ada.fetchUsers()).toMatchObject({ error: { code: "forbidden" } });
  expect(await ada.fetchApiKeys()).toMatchObject({ error: { code: "forbidden" } });
  expect(await ada.createUser({ first_name: "Eve", last_name: "X" })).toMatchObject({ ok: false });
  expect(await ada.fetchUsers({ organization_id: acme.id, per_page: 1000 })).toMatchObject({
    error: { code: "invalid_input", field_errors: [{ path: "per_page" }] },
  });
});

test.runIf(hasBrowser)("the page lists members and, page by page, users, and never has the key", async () => {
  await using application = await openAcme(await bundle());
  const { origin, apiKey } = application;
  await using browser = await openBrowser();
  const page = await browser.newPage();
  const seen: string[] = [];
  page.on("request", (request) => void seen.push(request.url(), JSON.stringify(request.headers())));
  page.on("response", async (response) => void seen.push(await response.text().catch(() => "")));

  await page.goto(origin);
  await page.getByText("Sign in with Google").waitFor();
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password").fill("a guess");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("That is not right.").waitFor();
  await page.getByLabel("Email").fill("ada@example.com");
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();

  await page.getByRole("heading", { name: "Acme" }).waitFor();
  const members = page.locator("#members li");
  await expect.poll(() => members.count()).toBe(25);
  expect(await members.last().textContent()).toMatch(/^Ada Lovelace, admin since \d{4}-\d\d-\d\d$/);
  await expect.poll(() => page.locator("#users li").count()).toBe(20);
  await page.getByRole("button", { name: "More" }).click();
  await expect.poll(() => page.locator("#users li").count()).toBe(25);
  await expect.poll(() => page.getByRole("button", { name: "More" }).count()).toBe(0);
  expect(seen.join("\n")).toContain("/api/trpc/fetchUsers");
  expect(seen.join("\n")).not.toContain(apiKey);
});
