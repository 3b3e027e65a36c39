import { type Contract, type Input, limits, type ProcedureName } from "@roster/contract";
import { newId } from "../ids.ts";
import type { TestRoster } from "./roster.ts";
import { tokenIn, type World } from "./samples.ts";

type Listed<P extends ProcedureName> = Contract[P]["errors"][number];
/** Procedures that list codes of their own. */
type Refusing = { [P in ProcedureName]: Listed<P> extends never ? never : P }[ProcedureName];
type Provoke<P extends ProcedureName> = (world: World, directory: TestRoster) => Input<P> | Promise<Input<P>>;

const nobody = { user_id: newId("user") };
const nothing = { organization_id: newId("organization") };
const nowhere = { workspace_id: newId("workspace") };
const named = { first_name: "Mary", last_name: "Somerville" };
/** As many as a user may have of emails, phones or social connections. */
const many = Array.from({ length: limits.identifiersOfAKind }, (_, index) => index);
const both = { is_primary: true, is_verified: true };

/**
 * For each procedure and each code that the contract lists for it, a call that is answered so. It may first add records to
 * the world, but removes none. A code that is missing here, or is not in the contract, does not compile.
 */
export const provocations: { [P in Refusing]: { [Code in Listed<P>]: Provoke<P> } } = {
  createUser: {
    email_taken: () => ({ ...named, email_address: "ada@example.com" }),
    phone_taken: () => ({ ...named, phone_number: "+1 (415) 555-2671" }),
    username_taken: () => ({ ...named, username: "ADA" }),
    external_id_taken: () => ({ ...named, external_id: "crm-1" }),
    password_rejected: () => ({ ...named, password: "password" }),
  },
  fetchUserDetails: { user_not_found: () => nobody },
  fetchUserByEmail: { user_not_found: ({ email }) => ({ email: email.email }) },
  fetchUserByExternalId: { user_not_found: () => ({ external_id: "crm-0" }) },
  updateUser: {
    user_not_found: () => nobody,
    username_taken: ({ member }) => ({ user_id: member.id, username: "ada" }),
    external_id_taken: ({ member }) => ({ user_id: member.id, external_id: "crm-1" }),
    version_mismatch: ({ ada }) => ({ user_id: ada.id, first_name: "Augusta", if_version: 1000 }),
    last_identifier: ({ member }) => ({ user_id: member.id, username: null }),
  },
  deactivateUser: { user_not_found: () => nobody },
  reactivateUser: { user_not_found: () => nobody },
  deleteUser: { user_not_found: () => nobody },
  updatePassword: {
    user_not_found: () => ({ ...nobody, new_password: "a blue whale sings at dusk" }),
    current_password_incorrect: ({ ada }) => ({ user_id: ada.id, new_password: "a blue whale", current_password: "x" }),
    no_password_set: ({ member }) => ({ user_id: member.id, new_password: "a blue whale", current_password: "x" }),
    password_rejected: ({ ada }) => ({ user_id: ada.id, new_password: "password" }),
  },
  removePassword: { user_not_found: () => nobody },
  verifyPassword: { credentials_incorrect: ({ ada }) => ({ user_id: ada.id, password: "not hers" }) },
  sendPasswordReset: {
    redirect_url_not_allowed: () => ({ email: "ada@example.com", redirect_url: "https://evil.example/" }),
  },
  fetchPasswordLink: { token_not_found: () => ({ token: "nothing" }) },
  resetPassword: {
    token_not_found: () => ({ token: "nothing", new_password: "a red whale sings at dawn" }),
    password_rejected: ({ passwordToken }) => ({ token: passwordToken, new_password: "password" }),
  },
  addEmail: {
    user_not_found: () => ({ ...nobody, email: "mary@example.com" }),
    email_taken: ({ member }) => ({ user_id: member.id, email: "ada@example.com" }),
    too_many_identifiers: async ({ member }, { api }) => {
      for (const index of many) await api.addEmail(member.id, `mary${index}@example.com`);
      return { user_id: member.id, email: "mary@example.com" };
    },
  },
  updateEmail: {
    email_not_found: ({ member, email }) => ({ user_id: member.id, email_id: email.id, ...both }),
    email_taken: async ({ member }, directory) => ({
      user_id: member.id,
      email_id: await plantCopy(directory, "email", member.id, "ada@example.com"),
      ...both,
    }),
    primary_must_be_verified: ({ ada, email }) => ({
      user_id: ada.id,
      email_id: email.id,
      is_primary: true,
      is_verified: false,
    }),
    primary_required: async ({ ada }, { api }) => ({
      user_id: ada.id,
      email_id: primaryOf((await api.fetchUserDetails(ada.id)).emails),
      is_primary: false,
      is_verified: true,
    }),
  },
  deleteEmail: {
    email_not_found: ({ member, email }) => ({ user_id: member.id, email_id: email.id }),
    last_identifier: async ({ stranger }, { api }) => ({
      user_id: stranger.id,
      email_id: primaryOf((await api.fetchUserDetails(stranger.id)).emails),
    }),
  },
  addPhone: {
    user_not_found: () => ({ ...nobody, phone_number: "+14155552680" }),
    phone_taken: ({ member }) => ({ user_id: member.id, phone_number: "+1 415-555-2671" }),
    too_many_identifiers: async ({ member }, { api }) => {
      for (const index of many) await api.addPhone(member.id, `+1415555${3000 + index}`);
      return { user_id: member.id, phone_number: "+14155554000" };
    },
  },
  updatePhone: {
    phone_not_found: ({ member, phone }) => ({ user_id: member.id, phone_id: phone.id, ...both }),
    phone_taken: async ({ member }, directory) => ({
      user_id: member.id,
      phone_id: await plantCopy(directory, "phone", member.id, "+14155552671"),
      ...both,
    }),
    primary_must_be_verified: ({ ada, phone }) => ({
      user_id: ada.id,
      phone_id: phone.id,
      is_primary: true,
      is_verified: false,
    }),
    primary_required: async ({ ada }, { api }) => ({
      user_id: ada.id,
      phone_id: primaryOf((await api.fetchUserDetails(ada.id)).phones),
      is_primary: false,
      is_verified: true,
    }),
  },
  deletePhone: {
    phone_not_found: ({ member, phone }) => ({ user_id: member.id, phone_id: phone.id }),
    last_identifier: async (_, { api }) => {
      const { id } = await api.createUser({ ...named, phone_number: "+14155552681" });
      return { user_id: id, phone_id: primaryOf((await api.fetchUserDetails(id)).phones) };
    },
  },
  sendEmailVerification: {
    email_not_found: ({ member, email }) => ({ user_id: member.id, email_id: email.id }),
    already_verified: async ({ ada }, { api }) => ({
      user_id: ada.id,
      email_id: primaryOf((await api.fetchUserDetails(ada.id)).emails),
    }),
  },
  verifyEmail: {
    email_not_found: ({ member, coded, code }) => ({ user_id: member.id, email_id: coded.id, code }),
    email_taken: async ({ stranger }, directory) => {
      const at = {
        user_id: stranger.id,
        email_id: await plantCopy(directory, "email", stranger.id, "ada@example.com"),
      };
      const { code } = await directory.api.sendEmailVerification(at.user_id, at.email_id, { deliver: false });
      return { ...at, code: code ?? "" };
    },
    already_verified: async ({ ada, code }, { api }) => ({
      user_id: ada.id,
      email_id: primaryOf((await api.fetchUserDetails(ada.id)).emails),
      code,
    }),
    code_incorrect: ({ ada, coded, code }) => ({ user_id: ada.id, email_id: coded.id, code: another(code) }),
    code_expired: ({ ada, email }) => ({ user_id: ada.id, email_id: email.id, code: "123456" }),
  },
  sendPhoneVerification: {
    phone_not_found: ({ member, phone }) => ({ user_id: member.id, phone_id: phone.id }),
    already_verified: async ({ ada }, { api }) => ({
      user_id: ada.id,
      phone_id: primaryOf((await api.fetchUserDetails(ada.id)).phones),
    }),
  },
  verifyPhone: {
    phone_not_found: ({ member, codedPhone, phoneCode }) => ({
      user_id: member.id,
      phone_id: codedPhone.id,
      code: phoneCode,
    }),
    phone_taken: async ({ stranger }, directory) => {
      const at = { user_id: stranger.id, phone_id: await plantCopy(directory, "phone", stranger.id, "+14155552671") };
      const { code } = await directory.api.sendPhoneVerification(at.user_id, at.phone_id, { deliver: false });
      return { ...at, code: code ?? "" };
    },
    already_verified: async ({ ada, phoneCode }, { api }) => ({
      user_id: ada.id,
      phone_id: primaryOf((await api.fetchUserDetails(ada.id)).phones),
      code: phoneCode,
    }),
    code_incorrect: ({ ada, codedPhone, phoneCode }) => ({
      user_id: ada.id,
      phone_id: codedPhone.id,
      code: another(phoneCode),
    }),
    code_expired: ({ ada, phone }) => ({ user_id: ada.id, phone_id: phone.id, code: "123456" }),
  },
  linkSocialConnection: {
    user_not_found: () => ({ ...nobody, provider: "github", provider_user_id: "2" }),
    social_connection_taken: ({ member }) => ({ user_id: member.id, provider: "google", provider_user_id: "g-1" }),
    too_many_identifiers: async ({ member }, { api }) => {
      const connect = (id: string) => api.linkSocialConnection(member.id, { provider: "github", provider_user_id: id });
      for (const index of many) await connect(String(index));
      return { user_id: member.id, provider: "github", provider_user_id: "one more" };
    },
  },
  deleteSocialConnection: {
    social_connection_not_found: ({ member, connection }) => ({ user_id: member.id, connection_id: connection.id }),
    last_identifier: async (_, { api }) => {
      const { id } = await api.createUser(named);
      const connection = await api.linkSocialConnection(id, { provider: "google", provider_user_id: "only" });
      return { user_id: id, connection_id: connection.id };
    },
  },
  createOrganization: { slug_taken: () => ({ name: "Another", slug: "acme" }) },
  updateOrganization: {
    organization_not_found: () => ({ ...nothing, name: "Nothing" }),
    slug_taken: async (_, { api }) => {
      const { id } = await api.createOrganization({ name: "Other" });
      return { organization_id: id, slug: "acme" };
    },
  },
  deleteOrganization: { organization_not_found: () => nothing },
  addOrganizationMember: {
    organization_not_found: ({ ada }) => ({ ...nothing, user_id: ada.id }),
    user_not_found: ({ organization }) => ({ ...nobody, organization_id: organization.id }),
    already_member: ({ organization, ada }) => ({ organization_id: organization.id, user_id: ada.id }),
  },
  updateOrganizationMember: {
    membership_not_found: ({ organization, stranger }) => ({
      organization_id: organization.id,
      user_id: stranger.id,
      role: "admin",
    }),
  },
  removeOrganizationMember: {
    membership_not_found: ({ organization, stranger }) => ({ organization_id: organization.id, user_id: stranger.id }),
  },
  createWorkspace: {
    organization_not_found: () => ({ ...nothing, name: "Lab" }),
    slug_taken: ({ organization }) => ({ organization_id: organization.id, name: "Another", slug: "lab" }),
  },
  updateWorkspace: {
    workspace_not_found: () => ({ ...nowhere, name: "Lab" }),
    slug_taken: async ({ organization }, { api }) => {
      const { id } = await api.createWorkspace({ organization_id: organization.id, name: "Other" });
      return { workspace_id: id, slug: "lab" };
    },
  },
  deleteWorkspace: { workspace_not_found: () => nowhere },
  addWorkspaceMember: {
    workspace_not_found: ({ ada }) => ({ ...nowhere, user_id: ada.id }),
    user_not_found: ({ workspace }) => ({ ...nobody, workspace_id: workspace.id }),
    not_organization_member: ({ workspace, stranger }) => ({ workspace_id: workspace.id, user_id: stranger.id }),
    already_member: ({ workspace, ada }) => ({ workspace_id: workspace.id, user_id: ada.id }),
  },
  updateWorkspaceMember: {
    membership_not_found: ({ workspace, member }) => ({
      workspace_id: workspace.id,
      user_id: member.id,
      role: "admin",
    }),
  },
  removeWorkspaceMember: {
    membership_not_found: ({ workspace, member }) => ({ workspace_id: workspace.id, user_id: member.id }),
  },
  inviteUser: {
    invitation_pending: () => ({ email: "Invited@Example.com" }),
    user_exists: () => ({ email: "ada@example.com" }),
    already_member: ({ organization }) => ({ email: "ada@example.com", organization_id: organization.id }),
    organization_not_found: () => ({ email: "mary@example.com", ...nothing }),
    redirect_url_not_allowed: () => ({ email: "mary@example.com", redirect_url: "https://evil.example/" }),
  },
  resendInvitation: {
    invitation_not_found: () => ({ invitation_id: newId("invitation") }),
    invitation_already_accepted: async (_, { api }) => accepted(api, "resent@example.com"),
    invitation_already_revoked: async (_, { api }) => {
      const { id } = await api.inviteUser({ email: "revoked@example.com" });
      await api.revokeInvitation(id);
      return { invitation_id: id };
    },
    invitation_pending: async (_, { api, pass }) => {
      const { id } = await api.inviteUser({ email: "again@example.com", expires_in_days: 1 });
      pass(2 * 24 * 60 * 60 * 1000);
      await api.inviteUser({ email: "again@example.com" });
      return { invitation_id: id };
    },
    user_exists: async (_, { api }) => {
      const { id } = await api.inviteUser({ email: "here@example.com" });
      await api.createUser({ ...named, email_address: "here@example.com" });
      return { invitation_id: id };
    },
    already_member: async ({ organization: { id: organization_id } }, { api }) => {
      const { id } = await api.inviteUser({ email: "member@example.com", organization_id });
      const mary = await api.createUser({ ...named, email_address: "member@example.com" });
      await api.addOrganizationMember({ organization_id, user_id: mary.id });
      return { invitation_id: id };
    },
  },
  revokeInvitation: {
    invitation_not_found: () => ({ invitation_id: newId("invitation") }),
    invitation_already_accepted: async (_, { api }) => accepted(api, "accepted@example.com"),
  },
  fetchInvitation: { invitation_not_found: () => ({ token: "nothing" }) },
  acceptInvitation: {
    invitation_not_found: () => ({ token: "nothing" }),
    password_rejected: ({ invitation }) => ({ token: tokenIn(invitation.accept_url), password: "password" }),
  },
  approveWaitlistUser: {
    waitlist_user_not_found: () => ({ waitlist_user_id: newId("waitlistUser") }),
    waitlist_already_approved: async (_, { api }) => decided(api.approveWaitlistUser, api, "approved@example.com"),
    waitlist_already_rejected: async (_, { api }) => decided(api.rejectWaitlistUser, api, "rejected@example.com"),
    email_taken: async (_, { api }) => ({ waitlist_user_id: await join(api, "ada@example.com") }),
  },
  rejectWaitlistUser: {
    waitlist_user_not_found: () => ({ waitlist_user_id: newId("waitlistUser") }),
    waitlist_already_approved: async (_, { api }) => decided(api.approveWaitlistUser, api, "welcome@example.com"),
    waitlist_already_rejected: async (_, { api }) => decided(api.rejectWaitlistUser, api, "unwelcome@example.com"),
  },
  reopenWaitlistUser: {
    waitlist_user_not_found: () => ({ waitlist_user_id: newId("waitlistUser") }),
    waitlist_not_rejected: ({ waiting }) => ({ waitlist_user_id: waiting.id }),
  },
  revokeApiKey: { api_key_not_found: () => ({ api_key_id: newId("apiKey") }) },
};

const primaryOf = (identifiers: readonly { id: string; is_primary: boolean }[]) =>
  identifiers.find((one) => one.is_primary)?.id ?? "";

/** A code that is not this one. */
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

async function accepted(api: TestRoster["api"], email: string) {
  const { id, accept_url } = await api.inviteUser({ email });
  await api.acceptInvitation(tokenIn(accept_url));
  return { invitation_id: id };
}

async function join(api: TestRoster["api"], email: string) {
  await api.joinWaitlist({ email });
  const { data } = await api.fetchWaitlist({ search: email });
  return data[0]?.id ?? "";
}

async function decided(decide: (id: string) => Promise<unknown>, api: TestRoster["api"], email: string) {
  const waitlist_user_id = await join(api, email);
  await decide(waitlist_user_id);
  return { waitlist_user_id };
}

/** An unverified copy of what another user has verified: no calls leave one behind, but the database must hold out. */
async function plantCopy(directory: TestRoster, kind: "email" | "phone", userId: string, identifier: string) {
  const id = newId(kind);
  const now = new Date().toISOString();
  const insert = `insert into user_${kind}s values (?, ?, ?, 0, null, ?, ?)`;
  await directory.database.query(insert, id, userId, identifier, now, now);
  return id;
}
