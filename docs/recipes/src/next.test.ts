import { createClient } from "@roster/client";
import { openTestDirectory } from "@roster/server/testing";
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, expect, test, vi } from "vitest";
import { inviteMember } from "./next/actions.ts";
import { signedIn } from "./next/current-user.ts";
import { InviteForm } from "./next/invite-form.tsx";
import { inviteText } from "./next/invite-text.ts";
import { GET } from "./next/route.ts";

afterEach(() => vi.unstubAllEnvs());

async function openAcme() {
  const directory = await openTestDirectory();
  const { url, apiKey } = await directory.listen();
  vi.stubEnv("ROSTER_URL", url);
  vi.stubEnv("ROSTER_API_KEY", apiKey);
  const roster = createClient({ url, apiKey });
  const acme = await roster.createOrganization({ name: "Acme" });
  const join = async (first_name: string, role: string) => {
    const email_address = `${first_name.toLowerCase()}@example.com`;
    const { id } = await roster.createUser({ first_name, last_name: "Lovelace", email_address });
    await roster.addOrganizationMember({ organization_id: acme.id, user_id: id, role });
    return id;
  };
  const [ada, grace] = [await join("Ada", "admin"), await join("Grace", "member")];
  const dispose = () => directory[Symbol.asyncDispose]();
  return { directory, acme, ada, grace, [Symbol.asyncDispose]: dispose };
}

test("what a server action answers crosses to the browser whole, and each answer has its text", async () => {
  await using application = await openAcme();
  const { acme, ada, grace } = application;
  const invite = async (userId: string | undefined, email: string) => {
    const invited = await signedIn.run(userId ?? "", () => inviteMember(acme.id, email));
    expect(structuredClone(invited)).toEqual(invited);
    const crossed: typeof invited = JSON.parse(JSON.stringify(invited));
    expect(crossed).toEqual(invited);
    return inviteText(crossed);
  };

  expect(await invite(ada, "alan@example.com")).toBe("alan@example.com is invited.");
  expect(await invite(ada, "alan@example.com")).toBe("This person is invited already.");
  expect(await invite(ada, "grace@example.com")).toBe("This person is a member already.");
  expect(await invite(ada, "alan")).toMatch(/^email /);
  expect(await invite(grace, "eve@example.com")).toBe("Only admins invite.");
  expect(await invite(undefined, "eve@example.com")).toBe("Sign in first.");
  vi.stubEnv("ROSTER_API_KEY", "roster_revoked");
  await expect(invite(ada, "eve@example.com")).rejects.toMatchObject({ code: "unauthorized" });
});

test("the form of the action is rendered on the server", () => {
  const html = renderToString(createElement(InviteForm, { organizationId: "org" }));

  expect(html).toContain('<button type="submit">Invite</button>');
});

async function get(userId: string, query: Record<string, string>) {
  const request = new Request(`https://app.example/api/members?${new URLSearchParams(query)}`);
  const answer = await signedIn.run(userId, () => GET(request));
  return { status: answer.status, body: await answer.json() };
}

test("a route handler answers members of the caller's organizations, and failures with their status", async () => {
  await using application = await openAcme();
  const { acme, ada } = application;
  expect((await get("", { organization_id: acme.id })).status).toBe(401);
  expect((await get(ada, { organization_id: "org_of_others" })).status).toBe(403);
  expect(await get(ada, { organization_id: acme.id })).toMatchObject({ status: 200, body: { data: [{}, {}] } });
  const failed = await get(ada, { organization_id: acme.id, cursor: "?" });
  expect(failed).toMatchObject({ status: 400, body: { field_errors: [{ path: "cursor" }] } });
});
