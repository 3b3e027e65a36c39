import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { startSmtp } from "../../server/src/testing/smtp.ts";
import { expectSound, hasBrowser, openTestConsole, type TestConsole } from "./testing/console.ts";
import { fill } from "./testing/directory.ts";

/** A directory in which the mail to bounced@example.com has failed. */
async function openWithFailedMail() {
  const smtp = await startSmtp();
  const console = await openTestConsole(smtp.env);
  const records = await fill(console);
  await console.roster.deliver();
  smtp.behave({ at: "rcpt", code: 550, text: "no such mailbox" });
  await console.api.inviteUser({ email: "bounced@example.com" });
  await console.roster.deliver();
  return {
    console,
    ...records,
    [Symbol.asyncDispose]: async () => {
      await console[Symbol.asyncDispose]();
      await smtp[Symbol.asyncDispose]();
    },
  };
}

/** Expects that the API answers every change of the flow. */
async function expectDone({ api }: TestConsole, ada: { id: string }) {
  expect((await api.fetchUserDetails(ada.id)).user.email).toBe("ada@lab.example");
  expect((await api.fetchInvitedUsers({ search: "colleague" })).data).toMatchObject([
    { email: "colleague@example.com" },
  ]);
  expect((await api.fetchWaitlist({ include_total: true })).total).toBe(0);
  const { data } = await api.fetchAuditLog({ actor: "console", per_page: 100 });
  const events = new Set(data.map(({ event }) => event));
  for (const event of ["user.email_updated", "invitation.created", "waitlist.approved"] as const)
    expect(events).toContain(event);
}

const toast = (page: Page, text: string | RegExp) => page.getByRole("alert").filter({ hasText: text });

test.runIf(hasBrowser)(
  "by mouse: a user is found by number, another address made primary, a colleague invited, the waitlist approved, a lost mail explained, and all of it is in the log",
  async () => {
    await using directory = await openWithFailedMail();
    const { console, ada, lab } = directory;
    const person = await console.person();
    const { page } = person;
    const rail = page.getByRole("navigation", { name: "Pages" }).first();

    await rail.getByRole("link", { name: "Users" }).click();
    await page.getByLabel("Name, address, number or id").fill("901820");
    await expect.poll(() => page.locator("tr[data-row]").count()).toBe(1);
    await page.getByRole("link", { name: /Ada Lovelace/ }).click();
    await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
    await page
      .getByRole("button", { name: /ada@lab\.example/ })
      .first()
      .click();
    await page.getByRole("menuitem", { name: "Make primary" }).click();
    await expect.poll(async () => (await console.api.fetchUserDetails(ada.id)).user.email).toBe("ada@lab.example");
    await toast(page, "Undo").first().waitFor();

    await rail.getByRole("link", { name: "Organizations" }).click();
    await page.getByRole("link", { name: /Lab/ }).click();
    const tabs = page.getByRole("navigation", { name: "Organization", exact: true });
    await tabs.getByRole("link", { name: "Invitations" }).click();
    await page.getByRole("button", { name: "Invite", exact: true }).click();
    await page.getByLabel("Email address").fill("colleague@example.com");
    await page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
    await page.getByText(/accept-invitation/).waitFor();
    await page.getByRole("button", { name: "Done" }).click();
    expect((await console.api.fetchInvitedUsers({ search: "colleague" })).data[0]?.organization_id).toBe(lab.id);

    await rail.getByRole("link", { name: "Waitlist" }).click();
    await page.getByRole("button", { name: "Approve next…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
    const approved = page.getByRole("dialog", { name: "3 of 3 approved" });
    await approved.getByRole("link", { name: /grace/ }).waitFor();
    await approved.getByRole("link", { name: "What it changed, in the audit log" }).click();
    await page.getByRole("heading", { name: "Audit log" }).waitFor();
    await expect.poll(() => page.getByRole("link", { name: /User created/ }).count()).toBe(3);

    await rail.getByRole("link", { name: "Overview" }).click();
    const undelivered = page.getByRole("region", { name: "Undelivered messages" });
    await undelivered.getByRole("link", { name: /bounced@example\.com/ }).click();
    await page
      .getByRole("dialog")
      .getByText(/no such mailbox/)
      .first()
      .waitFor();
    const preview = page.getByRole("region", { name: "What it says" });
    await preview.getByText("stands for the secret of the link").waitFor();
    expect(await preview.textContent()).toMatch(/accept-invitation\?token=•+\s/);
    await page.keyboard.press("Escape");

    await rail.getByRole("link", { name: "Audit log" }).click();
    await page
      .getByRole("link", { name: /Invitation created/ })
      .first()
      .waitFor();
    await expectDone(console, ada);
    await expectSound(person, "the log after the flow");
  },
);

test.runIf(hasBrowser)(
  "by keyboard alone: the same, with the palette, the keys of rows and menus, and focus that returns to where it came from",
  async () => {
    await using directory = await openWithFailedMail();
    const { console, ada } = directory;
    const { page } = await console.person();
    const { keyboard } = page;
    const go = async (key: string, heading: string) => {
      const goOnce = async () => {
        await keyboard.press("g");
        await keyboard.press(key);
        const there = page.getByRole("heading", { name: heading, exact: true });
        return await there.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        );
      };
      await expect.poll(goOnce).toBe(true); // on a busy machine the second key may come too late
    };
    const focused = () =>
      page.evaluate(() =>
        document.activeElement === document.body ? "nothing" : (document.activeElement?.textContent ?? ""),
      );

    const isInDialog = () => page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null);

    await keyboard.press("Control+k");
    await page.getByPlaceholder(/Find a user/).waitFor();
    await expect.poll(isInDialog).toBe(true);
    await keyboard.type("901820");
    await page.getByText("Ada Lovelace").waitFor();
    await keyboard.press("Enter");
    await page.getByRole("heading", { name: "Ada Lovelace" }).waitFor();
    await page
      .getByRole("button", { name: /ada@lab\.example/ })
      .first()
      .focus();
    await keyboard.press("Enter");
    await expect.poll(focused).toBe("Make primary");
    await keyboard.press("Enter");
    await expect.poll(async () => (await console.api.fetchUserDetails(ada.id)).user.email).toBe("ada@lab.example");

    await page.getByRole("menu").waitFor({ state: "detached" });

    await go("i", "Invitations");
    await keyboard.press("c");
    await page.getByRole("dialog", { name: "Invite" }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute("name"))).toBe("email");
    await keyboard.type("colleague@example.com");
    await keyboard.press("Enter");
    await page.getByText(/accept-invitation/).waitFor();
    await page.getByRole("button", { name: "Done" }).focus();
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await go("w", "Waitlist");
    await page.getByRole("link", { name: /grace@example\.com/ }).waitFor();
    await keyboard.press("j");
    await expect.poll(focused).toContain("grace@example.com");
    await keyboard.press("x");
    await keyboard.press("j");
    await keyboard.press("j");
    await keyboard.press("Shift+X");
    await page.getByText("3 selected").waitFor();
    await page.getByRole("button", { name: "Approve", exact: true }).focus();
    await keyboard.press("Enter");
    await page.getByRole("dialog", { name: /Approve 3/ }).waitFor();
    await expect.poll(isInDialog).toBe(true);
    await keyboard.press("Enter");
    await page.getByRole("dialog", { name: "3 of 3 approved" }).waitFor();
    await expect.poll(isInDialog).toBe(true);
    await keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });

    await go("m", "Messages");
    await page.getByRole("link", { name: /bounced@example\.com/ }).waitFor();
    await keyboard.press("j");
    while (!(await focused()).includes("bounced")) await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await page
      .getByRole("dialog")
      .getByText(/no such mailbox/)
      .first()
      .waitFor();
    await expect.poll(isInDialog).toBe(true);
    await keyboard.press("Escape");
    await expect.poll(focused).toContain("bounced");

    await go("a", "Audit log");
    await page
      .getByRole("link", { name: /Invitation created/ })
      .first()
      .waitFor();
    await expectDone(console, ada);
  },
);

test.runIf(hasBrowser)(
  "a view is in its address: a link shows the same search, filters, order and page, and Back goes back to it",
  async () => {
    await using console = await openTestConsole();
    const rows = Array.from({ length: 60 }, (_, index) => ({
      first_name: "Grace",
      last_name: `Hopper ${String(index).padStart(2, "0")}`,
    }));
    await console.api.createUsers(rows);
    await console.api.createUser({ first_name: "Ada", last_name: "Lovelace" });
    const { page } = await console.person();
    await page.goto(`${console.url}/users`);
    await page.getByLabel("Name, address, number or id").fill("hopper");
    await page.getByRole("button", { name: "Name" }).click();
    await page.getByRole("button", { name: "Name" }).click();
    await page.getByRole("link", { name: /Hopper 00/ }).waitFor();
    await page.getByRole("button", { name: "Next" }).click();
    await page.getByText("51–60 of 60").waitFor();
    const address = page.url();

    await page.getByRole("link", { name: /Hopper 55/ }).click();
    await page.getByRole("heading", { name: "Grace Hopper 55" }).waitFor();
    await page.goBack();
    await page.getByText("51–60 of 60").waitFor();
    expect(page.url()).toBe(address);

    const other = await console.person();
    await other.page.goto(address);
    await other.page.getByText("51–60 of 60").waitFor();
    expect(await other.page.getByLabel("Name, address, number or id").inputValue()).toBe("hopper");
    await other.page.getByRole("link", { name: /Hopper 59/ }).waitFor();
  },
);

test.runIf(hasBrowser)(
  "a link opens a record in its dialog, whatever the list shows, with what can be done now, and says when there is none",
  async () => {
    await using directory = await openWithFailedMail();
    const { console } = directory;
    const { api } = console;
    const [grace] = (await api.fetchWaitlist()).data;
    const [bounced] = (await api.fetchInvitedUsers({ search: "bounced" })).data;
    const [failed] = (await api.fetchMessages({ state: "failed" })).data;
    if (!grace || !bounced || !failed) throw new Error("the directory has one of each");
    await api.rejectWaitlistUser(grace.id, "A robot");
    await api.revokeInvitation(bounced.id);
    const { page } = await console.person();
    const dialog = page.getByRole("dialog");
    const open = (path: string) => page.goto(console.url + path);

    await open(`/waitlist?dialog=entry&of=${grace.id}`);
    await dialog.getByText("A robot").waitFor();
    await dialog.getByRole("button", { name: "Put back in the queue" }).click();
    await dialog.getByRole("button", { name: "Approve" }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.closest("[role=dialog]") !== null)).toBe(true);
    expect((await api.fetchWaitlist({ search: "grace" })).data).toMatchObject([{ status: "pending" }]);

    await open(`/invitations?dialog=invitation&of=${bounced.id}`);
    await dialog.getByText("Revoked", { exact: true }).waitFor();

    await open(`/messages?state=sent&dialog=message&of=${failed.id}`);
    await dialog.getByText(/There is no such mailbox/).waitFor();
    await dialog.getByRole("button", { name: "Send again" }).click();
    await dialog.getByRole("button", { name: "Send again" }).waitFor({ state: "detached" });

    await open(`/messages?dialog=message&of=${failed.id.slice(0, -3)}zzz`);
    await page.getByRole("dialog", { name: "No such message" }).waitFor();
  },
);

test.runIf(hasBrowser)(
  "the log says who did what to whom in words; what one request changed stands in one row, which opens by a key and in its address",
  async () => {
    await using console = await openTestConsole();
    const { ada } = await fill(console);
    const waiting = (await console.api.fetchWaitlist()).data.map(({ id }) => id);
    await console.api.approveWaitlistUsers(waiting);
    const { emails } = await console.api.fetchUserDetails(ada.id);
    const other = emails.find(({ email }) => email === "ada@lab.example");
    await console.api.updateEmail(ada.id, other?.id ?? "", true, true);
    const { page } = await console.person();
    const rows = page.locator("tr[data-row]");
    await page.goto(`${console.url}/audit`);
    await page.getByRole("link", { name: "Primary email" }).waitFor();
    await rows.first().getByRole("link", { name: "Ada Lovelace" }).waitFor();
    await page.getByRole("link", { name: "guest@example.com" }).waitFor();
    await page.getByRole("link", { name: "Design" }).first().waitFor();
    const together = page.getByRole("link", { name: "3 waitlist entries approved, 3 users created" });
    const closed = await rows.count();
    await together.focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => rows.count()).toBe(closed + 6);
    expect(await together.getAttribute("aria-expanded")).toBe("true");
    await page.reload();
    await expect.poll(() => rows.count()).toBe(closed + 6);

    await page.getByLabel("Event").selectOption("Waitlist entry approved");
    await together.waitFor({ state: "detached" });
    await page.getByRole("link", { name: "3 waitlist entries approved" }).waitFor();
    await page.getByLabel("Who did it").selectOption("Another caller…");
    await page.getByLabel("Name of the caller").fill("nobody");
    await page.keyboard.press("Enter");
    await page.getByText("No entry matches").waitFor();

    const { data } = await console.api.fetchAuditLog({ per_page: 1, event: "user.created" });
    await page.goto(`${console.url}/audit?event=workspace.created&dialog=entry&of=${data[0]?.id}`);
    await page.getByRole("dialog", { name: "User created" }).getByText("First name").waitFor();
    await page.goto(`${console.url}/audit?dialog=entry&of=${data[0]?.id.slice(0, -3)}zzz`);
    await page.getByText("No entry of the log has the id").waitFor();

    const key = await console.api.createApiKey({ name: "auditor", scopes: ["audit:read"] });
    const auditor = await console.person({}, key.key);
    const asked = new Set<string>();
    auditor.page.on("request", (request) => asked.add(new URL(request.url()).pathname));
    await auditor.page.goto(`${console.url}/audit`);
    await auditor.page
      .getByText(/^user_…/)
      .last()
      .waitFor();
    expect([...asked].filter((path) => path.startsWith("/trpc/"))).toEqual(["/trpc/fetchAuditLog"]);
  },
);
