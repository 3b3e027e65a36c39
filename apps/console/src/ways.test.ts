import { expect, test } from "vitest";
import { expectSound, hasBrowser, openTestConsole } from "./testing/console.ts";
import { fill } from "./testing/directory.ts";

test.runIf(hasBrowser)(
  "a new key's scopes are chosen by what they are about, and the key is not lost by Back before it is stored",
  async () => {
    await using console = await openTestConsole();
    const person = await console.person();
    const { page } = person;
    await page.goto(`${console.url}/keys`);
    await page.getByRole("button", { name: "Create key" }).click();
    const dialog = page.getByRole("dialog", { name: "Create API key" });
    await dialog.getByLabel("Name").fill("billing");
    await dialog.getByRole("button", { name: "Read only" }).click();
    await dialog.getByRole("group", { name: "Organizations" }).getByLabel("Write").check();
    await dialog.getByText(/Creates, changes and deletes organizations/).waitFor();
    await expectSound(person, "the form of a key");
    await dialog.getByRole("button", { name: "Create key" }).click();

    await page.getByRole("dialog", { name: "Your new key" }).waitFor();
    await page.keyboard.press("Escape");
    await page.evaluate(() => history.back());
    await page.getByRole("button", { name: "Go back to it" }).last().click();
    await page.getByRole("button", { name: "I have stored it" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    const [made] = (await console.api.fetchApiKeys()).data;
    expect(made?.scopes.filter((scope) => !scope.endsWith(":read"))).toEqual(["organizations:write"]);
    expect(made?.scopes).toHaveLength(7);

    const successor = await console.api.rotateApiKey({ api_key_id: made?.id ?? "" });
    await page.goto(`${console.url}/keys?dialog=key&of=${made?.id}`);
    await page
      .getByRole("dialog", { name: "billing" })
      .getByRole("link", { name: /newer key/ })
      .click();
    await page.getByText(successor.id).waitFor();
  },
);

test.runIf(hasBrowser)(
  "an address that leads nowhere says so within the console, with the search and a page to go to",
  async () => {
    await using console = await openTestConsole();
    const { page } = await console.person();
    expect((await page.goto(`${console.url}/settings`))?.status()).toBe(404);
    await page.getByRole("heading", { name: "There is no such page" }).waitFor();
    await page.getByRole("main").getByRole("button", { name: "Search" }).click();
    await page.getByPlaceholder(/Find a user/).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Go to Overview" }).click();
    await page.getByRole("heading", { name: "Overview" }).waitFor();

    await page.goto(`${console.url}/organizations/abc/members`);
    await page.getByRole("heading", { name: "There is no such page" }).waitFor();
    await console.api.createOrganization({ name: "Kuvalis" });
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder(/Find a user/).fill("kuv");
    await page.getByText("kuvalis", { exact: true }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Kuvalis" }).waitFor();
  },
);

test.runIf(hasBrowser)("in a browser without a language, the overview has tables in place of charts", async () => {
  await using console = await openTestConsole();
  const { page } = await console.person();
  await page.addInitScript(() => Object.defineProperty(navigator, "language", { value: "C" }));
  await page.goto(`${console.url}/overview`);
  const days = page.getByRole("region", { name: "New users by day" }).getByRole("row");
  await expect.poll(() => days.count()).toBe(91); // a head and 90 days
});

test.runIf(hasBrowser)(
  "users are filtered by an organization's name, each filter in use is left by its own button, and a member's role is changed in the menu and back",
  async () => {
    await using console = await openTestConsole();
    const { ada, lab } = await fill(console);
    const { page } = await console.person();
    await page.goto(`${console.url}/users?signed_in=never`);
    await page.getByRole("button", { name: /^Filters/ }).click();
    await page.getByPlaceholder("Any organization").click();
    await page.getByRole("option", { name: /^Lab/ }).click();
    await page.getByText("1–1 of 1").waitFor();
    expect(new URL(page.url()).searchParams.get("organization")).toBe(lab.id);
    await page.getByRole("button", { name: /^Members of Lab.*leave this filter/ }).click();
    await page.getByText("1–7 of 7").waitFor();
    expect(new URL(page.url()).search).toBe("?signed_in=never");

    await page.goto(`${console.url}/organizations/${lab.id}/members`);
    const roles = async () => (await console.api.fetchUserDetails(ada.id)).organizations.map(({ role }) => role);
    await page.getByRole("button", { name: "Actions for Ada Lovelace" }).click();
    await page.getByRole("menuitem", { name: "Make member" }).click();
    await page.getByText("Ada Lovelace is member now").waitFor();
    expect(await roles()).toEqual(["member"]);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(roles).toEqual(["admin"]);

    await page.getByRole("button", { name: "Actions for Ada Lovelace" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await expect.poll(roles).toEqual([]);
    await page.getByRole("button", { name: "Undo" }).last().click();
    const workspaces = async () => (await console.api.fetchUserDetails(ada.id)).workspaces.length;
    await expect.poll(workspaces).toBe(1);
    expect(await roles()).toEqual(["admin"]);
  },
);
