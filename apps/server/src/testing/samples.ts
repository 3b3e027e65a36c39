import type { Input, ProcedureName } from "@roster/contract";
import { contract } from "@roster/contract";
import { hashToken } from "../tokens/tokens.ts";
import { openTestRoster, type TestRoster } from "./roster.ts";

/** One of every record, so that there is a call of each procedure that succeeds. */
export type World = Awaited<ReturnType<typeof createWorld>>;

export interface PopulatedRoster extends TestRoster {
  world: World;
}

let populated: Promise<{ world: World; template: string }> | undefined;

/** A directory of its own for one test that holds a world: copied from the first one, which is made only once. */
export async function openPopulatedRoster(env: Record<string, string> = {}): Promise<PopulatedRoster> {
  const { world, template } = await (populated ??= makeTemplate());
  return { ...(await openTestRoster(env, template)), world };
}

async function makeTemplate() {
  const directory = await openTestRoster();
  const world = await createWorld(directory);
  await directory.roster.close();
  await directory.database.leave();
  return { world, template: directory.databaseUrl };
}

const password = "a green whale sings at noon";

/** The token of a link that was mailed to somebody to set a password. */
const passwordToken = "a-token-of-a-link-to-set-a-password-sample";

function plantPasswordToken(directory: Pick<TestRoster, "database">, userId: string, email: string) {
  const insert = "insert into tokens values (?, 'password', null, ?, ?, ?, ?)";
  const times = ["2026-03-01T12:00:00.000Z", "2126-03-08T12:00:00.000Z"];
  return directory.database.query(insert, hashToken(passwordToken), userId, email, ...times);
}

/** The token that an invitation's link carries. */
export const tokenIn = (link: string) => new URL(link).searchParams.get("token") ?? "";

export async function createWorld(directory: Pick<TestRoster, "api" | "database">) {
  const { api } = directory;
  const ada = await api.createUser({
    first_name: "Ada",
    last_name: "Lovelace",
    email_address: "ada@example.com",
    phone_number: "+14155552671",
    username: "ada",
    external_id: "crm-1",
    password,
  });
  const member = await api.createUser({ first_name: "Grace", last_name: "Hopper", username: "grace" });
  const stranger = await api.createUser({ first_name: "Alan", last_name: "Turing", email_address: "alan@example.com" });
  const email = await api.addEmail(ada.id, "ada@work.example");
  const phone = await api.addPhone(ada.id, "+14155552672");
  const ownDevice = { deliver: false };
  const coded = await api.addEmail(ada.id, "ada@code.example");
  const { code } = await api.sendEmailVerification(ada.id, coded.id, ownDevice);
  const codedPhone = await api.addPhone(ada.id, "+14155552673");
  const { code: phoneCode } = await api.sendPhoneVerification(ada.id, codedPhone.id, ownDevice);
  await plantPasswordToken(directory, ada.id, "ada@example.com");
  const connection = await api.linkSocialConnection(ada.id, { provider: "google", provider_user_id: "g-1" });
  const organization = await api.createOrganization({ name: "Acme", slug: "acme" });
  const inOrganization = { organization_id: organization.id };
  await api.addOrganizationMember({ ...inOrganization, user_id: ada.id });
  await api.addOrganizationMember({ ...inOrganization, user_id: member.id });
  const workspace = await api.createWorkspace({ ...inOrganization, name: "Lab", slug: "lab" });
  await api.addWorkspaceMember({ workspace_id: workspace.id, user_id: ada.id });
  const invitation = await api.inviteUser({ email: "invited@example.com" });
  await api.joinWaitlist({ email: "waiting@example.com", first_name: "Joan" });
  await api.joinWaitlist({ email: "unwanted@example.com" });
  const [waiting, unwanted] = (await api.fetchWaitlist()).data;
  if (!waiting || !unwanted) throw new Error("whoever joins the waitlist must stand on it");
  const rejected = await api.rejectWaitlistUser(unwanted.id);
  const apiKey = await api.createApiKey({ name: "ci", scopes: ["users:read"] });
  await api.deactivateUser(stranger.id);
  return {
    password,
    ada,
    member,
    stranger,
    email,
    phone,
    coded,
    code: code ?? "",
    codedPhone,
    phoneCode: phoneCode ?? "",
    passwordToken,
    connection,
    organization,
    workspace,
    invitation,
    waiting,
    rejected,
    apiKey,
  };
}

/** For each procedure an input with which it succeeds in a world, and changes something if it is a mutation. */
export const samples: { [P in ProcedureName]: (world: World) => Input<P> } = {
  fetchUsers: () => ({ search: "ada", include_total: true }),
  createUser: () => ({
    first_name: "Katherine",
    last_name: "Johnson",
    email_address: "katherine@example.com",
    phone_number: "+14155552690",
    username: "katherine",
    external_id: "crm-sample",
    profile_picture_url: "https://pictures.example/katherine.png",
    password: "orbits are computed by hand",
    public_metadata: { plan: "metadata-sample" },
    private_metadata: { note: "metadata-sample" },
  }),
  fetchUserDetails: ({ ada }) => ({ user_id: ada.id }),
  fetchUserByEmail: () => ({ email: "ada@example.com" }),
  fetchUserByExternalId: () => ({ external_id: "crm-1" }),
  updateUser: ({ ada }) => ({ user_id: ada.id, first_name: "Augusta", private_metadata: { note: "metadata-sample" } }),
  deactivateUser: ({ ada }) => ({ user_id: ada.id, reason: "a reason of its own" }),
  reactivateUser: ({ stranger }) => ({ user_id: stranger.id }),
  deleteUser: ({ ada }) => ({ user_id: ada.id }),
  updatePassword: ({ ada }) => ({
    user_id: ada.id,
    new_password: "a blue whale sings at dusk",
    current_password: password,
  }),
  removePassword: ({ ada }) => ({ user_id: ada.id }),
  verifyPassword: () => ({ identifier: "ada@example.com", password }),
  sendPasswordReset: () => ({ email: "ada@example.com" }),
  fetchPasswordLink: () => ({ token: passwordToken }),
  resetPassword: () => ({ token: passwordToken, new_password: "a red whale sings at dawn" }),
  addEmail: ({ ada }) => ({ user_id: ada.id, email: "countess@example.com" }),
  updateEmail: ({ ada, email }) => ({ user_id: ada.id, email_id: email.id, is_primary: true, is_verified: true }),
  deleteEmail: ({ ada, email }) => ({ user_id: ada.id, email_id: email.id }),
  addPhone: ({ ada }) => ({ user_id: ada.id, phone_number: "+14155552691" }),
  updatePhone: ({ ada, phone }) => ({ user_id: ada.id, phone_id: phone.id, is_primary: true, is_verified: true }),
  deletePhone: ({ ada, phone }) => ({ user_id: ada.id, phone_id: phone.id }),
  sendEmailVerification: ({ ada, email }) => ({ user_id: ada.id, email_id: email.id }),
  verifyEmail: ({ ada, coded, code }) => ({ user_id: ada.id, email_id: coded.id, code }),
  sendPhoneVerification: ({ ada, phone }) => ({ user_id: ada.id, phone_id: phone.id }),
  verifyPhone: ({ ada, codedPhone, phoneCode }) => ({ user_id: ada.id, phone_id: codedPhone.id, code: phoneCode }),
  linkSocialConnection: ({ ada }) => ({ user_id: ada.id, provider: "github", provider_user_id: "github-sample" }),
  deleteSocialConnection: ({ ada, connection }) => ({ user_id: ada.id, connection_id: connection.id }),
  fetchOrganizations: () => ({ search: "acme" }),
  createOrganization: () => ({ name: "Bletchley Park", public_metadata: { plan: "metadata-sample" } }),
  updateOrganization: ({ organization }) => ({ organization_id: organization.id, name: "Acme and Daughters" }),
  deleteOrganization: ({ organization }) => ({ organization_id: organization.id }),
  addOrganizationMember: ({ organization, stranger }) => ({
    organization_id: organization.id,
    user_id: stranger.id,
    role: "role-sample",
  }),
  updateOrganizationMember: ({ organization, ada }) => ({
    organization_id: organization.id,
    user_id: ada.id,
    role: "role-sample",
  }),
  removeOrganizationMember: ({ organization, ada }) => ({ organization_id: organization.id, user_id: ada.id }),
  fetchWorkspaces: ({ organization }) => ({ organization_id: organization.id }),
  createWorkspace: ({ organization }) => ({ organization_id: organization.id, name: "Hut Eight" }),
  updateWorkspace: ({ workspace }) => ({ workspace_id: workspace.id, name: "Laboratory" }),
  deleteWorkspace: ({ workspace }) => ({ workspace_id: workspace.id }),
  addWorkspaceMember: ({ workspace, member }) => ({ workspace_id: workspace.id, user_id: member.id }),
  updateWorkspaceMember: ({ workspace, ada }) => ({ workspace_id: workspace.id, user_id: ada.id, role: "role-sample" }),
  removeWorkspaceMember: ({ workspace, ada }) => ({ workspace_id: workspace.id, user_id: ada.id }),
  fetchInvitedUsers: () => ({ status: "pending" }),
  inviteUser: () => ({ email: "margaret@example.com", first_name: "Margaret", role: "role-sample" }),
  inviteUsers: () => ({ invitations: [{ email: "annie@example.com" }, { email: "ada@example.com" }] }),
  resendInvitation: ({ invitation }) => ({ invitation_id: invitation.id }),
  revokeInvitation: ({ invitation }) => ({ invitation_id: invitation.id }),
  fetchInvitation: ({ invitation }) => ({ token: tokenIn(invitation.accept_url) }),
  acceptInvitation: ({ invitation }) => ({
    token: tokenIn(invitation.accept_url),
    first_name: "Mary",
    last_name: "Jackson",
    password: "wind tunnels hum all night",
  }),
  fetchWaitlist: () => ({ status: "pending" }),
  joinWaitlist: () => ({ email: "dorothy@example.com", metadata: { from: "metadata-sample" } }),
  approveWaitlistUser: ({ waiting }) => ({ waitlist_user_id: waiting.id }),
  rejectWaitlistUser: ({ waiting }) => ({ waitlist_user_id: waiting.id }),
  reopenWaitlistUser: ({ rejected }) => ({ waitlist_user_id: rejected.id }),
  approveNextWaitlistUsers: () => ({ count: 1 }),
  fetchApiKeys: () => ({ per_page: 5 }),
  createApiKey: () => ({ name: "sample of a key", scopes: ["api_keys:manage"], expires_in_days: 30 }),
  revokeApiKey: ({ apiKey }) => ({ api_key_id: apiKey.id }),
  fetchAuditLog: ({ ada }) => ({ target_id: ada.id }),
};

/** The procedures by their names, and those among them that change something. */
export const procedureNames = Object.keys(contract) as ProcedureName[]; // the contract's keys are its procedures' names
export type MutationName = Exclude<ProcedureName, `fetch${string}`>;
export const mutationNames = procedureNames.filter((name): name is MutationName => contract[name].kind === "mutation");
