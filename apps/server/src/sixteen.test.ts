import { createCaller, createClient, type ErrorCode, type RosterClient } from "@roster/client";
import { scopes } from "@roster/contract";
import { expect, test } from "vitest";
import { listen } from "./testing/http.ts";
import { expectRefusal, openTestRoster } from "./testing/roster.ts";

type Step = [call: string, outcome: unknown];

/** Calls each of the document's sixteen functions as an application would, and records the results. */
async function walk(api: RosterClient): Promise<Step[]> {
  const steps: Step[] = [];
  const noted = async <T>(call: string, answer: Promise<T>) => {
    const data = await answer;
    steps.push([call, data === undefined ? "nothing" : data]);
    return data;
  };
  const refused = async (code: ErrorCode, answer: Promise<unknown>) => {
    const { message, fieldErrors, reasons } = await expectRefusal(answer, code);
    steps.push([code, { message, fieldErrors, reasons }]);
  };

  await noted("fetchUsers", api.fetchUsers());
  const ada = await noted(
    "createUser",
    api.createUser({
      first_name: " Ada ",
      last_name: "Lovelace",
      email_address: "Ada@Example.com",
      phone_number: "+1 (415) 555-2671",
      username: "Ada",
      password: "correct horse battery staple",
      public_metadata: { plan: "pro", tags: ["a", "b"], nested: { deep: [1, null, true] } },
      private_metadata: { note: "first" },
    }),
  );
  const grace = await noted("createUser", api.createUser({ first_name: "Grace", last_name: "Hopper" }));
  await refused("email_taken", api.createUser({ first_name: "Eve", last_name: "L", email_address: "ada@example.com" }));
  await refused("invalid_input", api.createUser({ first_name: "", last_name: "L", password: "x" }));
  await refused("password_rejected", api.createUser({ first_name: "Eve", last_name: "L", password: "password" }));

  await noted(
    "updateUser",
    api.updateUser(ada.id, { first_name: undefined, last_name: "King", external_id: "crm-1", if_version: 1 }),
  );
  await noted(
    "updateUser",
    api.updateUser(ada.id, { public_metadata: { plan: null, since: 1833 }, username: "countess" }),
  );
  await refused("version_mismatch", api.updateUser(ada.id, { last_name: "Byron", if_version: 1 }));
  await refused("username_taken", api.updateUser(grace.id, { username: "COUNTESS" }));

  const change = { current_password: "correct horse battery staple", new_password: "another fine long phrase" };
  await noted("updatePassword", api.updatePassword(ada.id, change));
  await refused("current_password_incorrect", api.updatePassword(ada.id, change));
  await refused("no_password_set", api.updatePassword(grace.id, change));

  const work = await noted("addEmail", api.addEmail(ada.id, "ada@work.example"));
  await refused("email_taken", api.addEmail(grace.id, "ada@example.com"));
  await refused("primary_must_be_verified", api.updateEmail(ada.id, work.id, true, false));
  await noted("updateEmail", api.updateEmail(ada.id, work.id, true, true));
  await refused("primary_required", api.updateEmail(ada.id, work.id, false, true));
  await refused("email_not_found", api.updateEmail(grace.id, work.id, true, true));
  const cell = await noted("addPhone", api.addPhone(ada.id, "+44 20 7946 0958"));
  await noted("updatePhone", api.updatePhone(ada.id, cell.id, true, true));
  await refused("phone_taken", api.addPhone(grace.id, "+442079460958"));
  await noted("deletePhone", api.deletePhone(ada.id, cell.id));
  await refused("phone_not_found", api.deletePhone(ada.id, cell.id));

  const account = { provider: "github", provider_user_id: "1815", display_name: "ada" };
  const connection = await noted("linkSocialConnection", api.linkSocialConnection(grace.id, account));
  await refused("last_identifier", api.deleteSocialConnection(grace.id, connection.id));
  const only = await api.addEmail(grace.id, "grace@example.com");
  await noted("deleteSocialConnection", api.deleteSocialConnection(grace.id, connection.id));
  await refused("social_connection_not_found", api.deleteSocialConnection(grace.id, connection.id));
  await refused("last_identifier", api.deleteEmail(grace.id, only.id));
  await noted("deleteEmail", api.deleteEmail(ada.id, work.id));

  const organization = await api.createOrganization({ name: "Analytical Engines" });
  await api.addOrganizationMember({ organization_id: organization.id, user_id: ada.id });
  const workspace = await api.createWorkspace({ organization_id: organization.id, name: "Notes" });
  await api.addWorkspaceMember({ workspace_id: workspace.id, user_id: ada.id });
  await noted("fetchUserDetails", api.fetchUserDetails(ada.id));
  await refused("invalid_input", api.fetchUserDetails("email_01h455vb4pex5vsknk084sn02q"));

  await noted(
    "inviteUser",
    api.inviteUser({ email: "guest@example.com", organization_id: organization.id, role: "admin" }),
  );
  await refused("invitation_pending", api.inviteUser({ email: "guest@example.com", organization_id: organization.id }));
  await refused("user_exists", api.inviteUser({ email: "ada@example.com" }));
  await noted("fetchInvitedUsers", api.fetchInvitedUsers());

  for (const name of ["first", "second"]) await api.joinWaitlist({ email: `${name}@example.com`, first_name: name });
  const waiting = await noted("fetchWaitlist", api.fetchWaitlist());
  const next = String(waiting.data[0]?.id);
  await noted("approveWaitlistUser", api.approveWaitlistUser(next));
  await refused("waitlist_already_approved", api.approveWaitlistUser(next));
  await noted("fetchWaitlist", api.fetchWaitlist({ include_total: true }));

  const page = await noted("fetchUsers", api.fetchUsers({ per_page: 2, include_total: true, order_by: "name_asc" }));
  await noted("fetchUsers", api.fetchUsers({ cursor: String(page.next_cursor), per_page: 2, order_by: "name_asc" }));
  await noted("fetchUsers", api.fetchUsers({ search: "4155552671", is_active: true }));
  await refused("invalid_input", api.fetchUsers({ per_page: 101 }));
  return steps;
}

/** Replaces the values that differ between directories: ids (consistently) and tokens. */
function comparable(steps: Step[]): Step[] {
  const known = new Map<string, string>();
  const name = (id: string, prefix: string) => {
    const found = known.get(id) ?? `<${prefix} ${known.size + 1}>`;
    known.set(id, found);
    return found;
  };
  return JSON.parse(
    JSON.stringify(steps)
      .replaceAll(/"invited_by":"[^"]+"/g, '"invited_by":"<caller>"') // a key's id over HTTP
      .replaceAll(/([a-z]+)_[0-7][0-9a-hjkmnp-tv-z]{25}/g, name)
      .replaceAll(/token=[\w-]{43}/g, "token=<token>"),
  );
}

const documented = [
  "fetchUsers createUser fetchUserDetails updateUser updatePassword addEmail updateEmail deleteEmail",
  "addPhone updatePhone deletePhone deleteSocialConnection fetchInvitedUsers inviteUser fetchWaitlist approveWaitlistUser",
].flatMap((line) => line.split(" "));

test("the document's sixteen functions answer the same over HTTP and in the same process", async () => {
  await using inProcess = await openTestRoster({ PUBLIC_URL: "https://users.example.com" });
  await using server = await listen({ PUBLIC_URL: "https://users.example.com" });

  const here = await walk(createCaller(inProcess.roster, { name: "application", scopes }));
  const there = await walk(createClient({ url: server.url, apiKey: server.key }));

  expect(comparable(there)).toEqual(comparable(here));
  const answered = new Set(here.map(([call]) => call));
  expect(documented.filter((name) => !answered.has(name))).toEqual([]);
  expect(documented).toHaveLength(16);
});
