import { expect, test } from "vitest";
import { expectSound, hasBrowser, openTestConsole } from "./testing/console.ts";
import { fill } from "./testing/directory.ts";

const looks = [
  { theme: "light", width: 1280 },
  { theme: "dark", width: 1280 },
  { theme: "light", width: 360 },
  { theme: "dark", width: 360 },
] as const;

test.runIf(hasBrowser)(
  "every page is sound in both themes, narrow and wide, with hostile names: no violation of WCAG 2.2 AA or of the page's CSP, no sideways scroll",
  { timeout: 900_000 }, // a minute on an idle machine
  async () => {
    await using console = await openTestConsole();
    const { ada, lab, workspace } = await fill(console);
    const [message] = (await console.api.fetchMessages()).data;
    const [entry] = (await console.api.fetchAuditLog()).data;
    const paths = [
      "/overview",
      "/users",
      "/users?dialog=create",
      "/users?provider=google",
      ...["overview", "memberships", "metadata", "activity"].map((tab) => `/users/${ada.id}/${tab}`),
      "/organizations",
      ...["members", "workspaces", "invitations", "metadata"].map((tab) => `/organizations/${lab.id}/${tab}`),
      `/organizations/${lab.id}/workspaces/${workspace.id}`,
      "/invitations",
      "/invitations?dialog=invite",
      "/waitlist",
      "/waitlist?dialog=approve-next",
      "/messages",
      `/messages?dialog=message&of=${message?.id}`,
      "/audit",
      `/audit?columns=target,action,id,sequence&dialog=entry&of=${entry?.id}`,
      "/keys",
      "/keys?dialog=create",
      "/users/nobody/overview",
      "/organizations/a/b/c/d",
    ];
    const look = async (at: (typeof looks)[number]) => {
      const person = await console.person(at);
      const { page } = person;
      for (const path of paths) {
        await page.goto(console.url + path);
        await page.getByRole("heading").first().waitFor();
        await page.waitForLoadState("networkidle");
        await expectSound(person, `${path} in ${at.theme} at ${at.width}`);
      }
      expect(await page.title()).not.toContain("broken");
    };
    await Promise.all(looks.map(look));
  },
);

test.runIf(hasBrowser)("the page to sign in is sound in both themes, narrow and wide", async () => {
  await using console = await openTestConsole();
  for (const look of looks) {
    const person = await console.person(look);
    await person.page.goto(`${console.url}/sign-in`);
    await person.page.getByRole("heading", { name: "Sign in to Roster" }).waitFor();
    await expectSound(person, `the sign-in in ${look.theme} at ${look.width}`);
  }
});
