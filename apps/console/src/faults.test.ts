import { expect, test } from "vitest";
import { expectSound, hasBrowser, openTestConsole } from "./testing/console.ts";

test.runIf(hasBrowser)(
  "what two people change at the same time is shown side by side, and nothing of either is lost",
  async () => {
    await using console = await openTestConsole();
    const ada = await console.api.createUser({ first_name: "Ada", last_name: "Lovelace" });
    const person = await console.person();
    const { page } = person;
    await page.goto(`${console.url}/users/${ada.id}/overview`);
    await page.getByRole("button", { name: "Edit" }).click();
    await page.getByLabel("Last name").fill("King");
    await console.api.updateUser(ada.id, { last_name: "Byron", username: "ada" });

    await page.getByRole("button", { name: "Save", exact: true }).click();
    const conflicts = page.getByRole("alert", { name: "Changed by somebody else" });
    await conflicts.getByText("Byron").waitFor();
    await conflicts.getByText("King").waitFor();
    expect((await console.api.fetchUserDetails(ada.id)).user.last_name).toBe("Byron");
    await expectSound(person, "two versions side by side");
    await conflicts
      .getByLabel(/Keep mine/)
      .first()
      .check();
    await page.getByRole("button", { name: "Save again" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect((await console.api.fetchUserDetails(ada.id)).user).toMatchObject({ last_name: "King", username: "ada" });
  },
);

test.runIf(hasBrowser)(
  "a session that ends while somebody types asks to sign in again, and what was typed is still there",
  async () => {
    await using console = await openTestConsole();
    const { key, id } = await console.api.createApiKey({ name: "person", scopes: ["users:read", "users:write"] });
    const next = await console.api.createApiKey({ name: "person again", scopes: ["users:read", "users:write"] });
    const { page } = await console.person({}, key);
    await page.goto(`${console.url}/users?dialog=create`);
    await page.getByLabel("First name").fill("Ada");
    await page.getByLabel("Last name").fill("Lovelace");
    await console.api.revokeApiKey(id);
    await page.getByRole("button", { name: "Create user" }).last().click();

    const again = page.getByRole("dialog", { name: "Your session has ended" });
    await again.getByLabel("API key").fill(next.key);
    await again.getByRole("button", { name: "Sign in" }).click();
    await again.waitFor({ state: "detached" });
    expect(await page.getByLabel("First name").inputValue()).toBe("Ada");
    await page.getByRole("button", { name: "Create user" }).last().click();
    await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
  },
);

test.runIf(hasBrowser)(
  "a server that goes away and comes back loses nothing that was typed, and the page says so",
  async () => {
    await using console = await openTestConsole();
    const { page } = await console.person();
    await page.goto(`${console.url}/users?dialog=create`);
    await page.getByLabel("First name").fill("Ada");
    await page.getByLabel("Last name").fill("Lovelace");
    await page.route("**/trpc/**", (route) => route.abort("connectionrefused"));
    await page.getByRole("button", { name: "Create user" }).last().click();
    await page.getByRole("alert").filter({ hasText: "The server does not answer. Nothing was changed." }).waitFor();
    expect(await page.getByLabel("Last name").inputValue()).toBe("Lovelace");

    await page.unroute("**/trpc/**");
    await page.getByRole("button", { name: "Create user" }).last().click();
    await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
    expect((await console.api.fetchUsers()).data).toHaveLength(1);
  },
);

test.runIf(hasBrowser)(
  "who may only read is offered nothing else, and a page without its scope says what is missing",
  async () => {
    await using console = await openTestConsole();
    await console.api.createUser({ first_name: "Ada", last_name: "Lovelace" });
    const { key } = await console.api.createApiKey({ name: "reader", scopes: ["users:read"] });
    const { page } = await console.person({}, key);
    await page.goto(`${console.url}/users`);
    await page.getByRole("link", { name: /Ada Lovelace/ }).waitFor();
    const rail = page.getByRole("navigation", { name: "Pages" }).first();
    expect(await rail.getByRole("link").allTextContents()).toEqual(["Users"]);
    expect(await page.getByRole("button", { name: "Create user" }).count()).toBe(0);
    expect(await page.getByRole("button", { name: /Actions for/ }).count()).toBe(0);
    await page.goto(`${console.url}/waitlist`);
    await page.getByRole("alert").filter({ hasText: "The server refused" }).waitFor();
  },
);

test.runIf(hasBrowser)("an unsaved form is not lost by Escape or a click beside it", async () => {
  await using console = await openTestConsole();
  const { page } = await console.person();
  await page.goto(`${console.url}/users?dialog=create`);
  await page.getByLabel("First name").fill("Ada");
  await page.keyboard.press("Escape");
  const question = page.getByRole("dialog", { name: "Discard what you typed?" });
  await question.getByRole("button", { name: "Go on typing" }).last().click();
  await question.waitFor({ state: "detached" });
  expect(await page.getByLabel("First name").inputValue()).toBe("Ada");
  await page.keyboard.press("Escape");
  await question.waitFor();
  await page.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  expect(await page.getByLabel("First name").inputValue()).toBe("Ada");
  await page.keyboard.press("Escape");
  await question.getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog", { name: "Create user" }).waitFor({ state: "detached" });
  expect((await console.api.fetchUsers()).data).toEqual([]);
});

test.runIf(hasBrowser)(
  "each row of a bulk act says what became of it: the user who was created, or why it was refused; the refused stay selected",
  async () => {
    await using console = await openTestConsole();
    await console.api.joinWaitlist({ email: "grace@example.com" });
    await console.api.joinWaitlist({ email: "joan@example.com" });
    await console.api.createUser({ first_name: "Joan", last_name: "Clarke", email_address: "joan@example.com" });
    const { page } = await console.person();
    await page.goto(`${console.url}/waitlist`);
    await page.getByLabel("Select all rows of this page").check();
    await page.getByRole("button", { name: "Approve", exact: true }).click();
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /^Approve/ })
      .click();
    await page.getByRole("dialog", { name: "1 of 2 approved" }).waitFor();
    const [refused, approved] = await page.getByRole("list", { name: "Results" }).getByRole("listitem").all();
    expect(await refused?.textContent()).toContain("joan@example.com");
    expect(await refused?.textContent()).toContain("This email address is already in use.");
    const [grace] = (await console.api.fetchUsers({ search: "grace@example.com" })).data;
    expect(await approved?.getByRole("link").getAttribute("href")).toBe(`/users/${grace?.id}/overview`);
    await page.getByRole("button", { name: "Close" }).last().click();
    await page.getByText("1 selected").waitFor();
  },
);
