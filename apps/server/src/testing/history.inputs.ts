import { type ProcedureName, scopes, userOrders } from "@roster/contract";
import type { Fields, Known } from "./history.known.ts";
import type { Values } from "./history.values.ts";

const STATUSES = ["pending", "accepted", "revoked", "expired", "approved", "rejected"];

/** Mostly one of the last, which is more likely to be still there. */
const one = <T>({ pick, chance }: Values, list: readonly T[]): T | undefined => {
  if (list.length === 0) return undefined;
  return pick(chance(0.7) ? list.slice(-25) : list);
};

const UNKNOWN = "01h455vb4pex5vsknk084sn02q";

/** A call's input. What is undefined is left out. */
export function inputOf(act: ProcedureName, values: Values, known: Known, number: number): Fields {
  const { chance, pick, upTo, line, email, phone, metadata, username, externalId, slug, role, url, password } = values;
  const maybe = <T>(probability: number, make: () => T) => (chance(probability) ? make() : undefined);
  const orNull = <T>(probability: number, make: () => T) => maybe(probability, () => (chance(0.15) ? null : make()));
  const user = () => (chance(0.02) ? `user_${UNKNOWN}` : (one(values, known.users) ?? `user_${UNKNOWN}`));
  const organization = () => one(values, known.organizations) ?? `org_${UNKNOWN}`;
  const workspace = () => one(values, known.workspaces)?.workspace_id ?? `ws_${UNKNOWN}`;
  const of = (list: Fields[], other: Fields): Fields => {
    const found = { ...other, ...one(values, list) };
    return chance(0.05) ? { ...found, user_id: user() } : found; // other people's
  };
  const named = { first_name: line(), last_name: line() };
  const flags = { is_primary: chance(0.5), is_verified: chance(0.7) };
  const email_id = `email_${UNKNOWN}`;
  const phone_id = `phone_${UNKNOWN}`;
  const waiting = () => ({ waitlist_user_id: one(values, known.waiting) ?? `wait_${UNKNOWN}` });
  const invitation = () => ({ invitation_id: one(values, known.invitations) ?? `inv_${UNKNOWN}` });
  const token = () => one(values, known.tokens) ?? "nothing";
  const invite = () => ({
    email: email(),
    role: orNull(0.3, role),
    organization_id: orNull(0.4, organization),
    first_name: orNull(0.4, line),
    last_name: orNull(0.4, line),
    expires_in_days: orNull(0.3, () => pick([1, 2, 30, 31, 0])),
    redirect_url: orNull(0.1, url),
    public_metadata: orNull(0.2, metadata),
    notify: orNull(0.4, () => chance(0.5)),
  });
  const list = (more: Fields): Fields => {
    const begun = known.lists.filter((list) => list.act === act);
    if (begun.length > 0 && chance(0.4)) {
      const { input } = begun[Math.max(0, begun.length - 1 - upTo(5))] ?? { input: {} };
      return chance(0.1) ? { ...input, ...more } : { ...input, per_page: maybe(0.8, () => pick([1, 2, 3, 7, 20])) };
    }
    return {
      per_page: maybe(0.8, () => pick([1, 2, 3, 5, 7, 20, 100])),
      page: maybe(0.25, () => pick([1, 1, 2, 3, 10, 1_000_000_000])),
      include_total: maybe(0.4, () => chance(0.8)),
      cursor: maybe(0.02, () => pick(["", "nothing", "WyJhIiwxXQ", "bnVsbA"])),
      ...more,
    };
  };
  const search = () => maybe(0.5, () => (chance(0.04) ? user() : values.search(known.texts)));
  const status = () => maybe(0.6, () => pick(STATUSES));
  const profile = () => ({
    username: orNull(0.35, username),
    external_id: orNull(0.3, externalId),
    profile_picture_url: orNull(0.1, url),
    public_metadata: orNull(0.4, metadata),
    private_metadata: orNull(0.2, metadata),
  });
  const knownOr = (list: readonly unknown[], make: () => unknown) => (chance(0.6) && one(values, list)) || make();
  const code = () => pick(["123456", "12345", " 654321 ", "000000"]);

  const makers: Record<ProcedureName, () => Fields> = {
    fetchUsers: () =>
      list({
        search: search(),
        is_active: maybe(0.3, () => chance(0.7)),
        order_by: maybe(0.7, () => pick(userOrders)),
      }),
    createUser: () => ({
      ...named,
      email_address: orNull(0.6, email),
      phone_number: orNull(0.4, phone),
      ...profile(),
      password: maybe(0.08, password),
    }),
    fetchUserDetails: () => ({ user_id: user() }),
    fetchUserByEmail: () => ({ email: knownOr(known.addresses, email) }),
    fetchUserByExternalId: () => ({ external_id: knownOr(known.externalIds, externalId) }),
    updateUser: () => ({
      user_id: user(),
      first_name: orNull(0.4, line),
      last_name: orNull(0.3, line),
      ...profile(),
      if_version: maybe(0.1, () => upTo(4)),
    }),
    deactivateUser: () => ({ user_id: user(), reason: orNull(0.5, line) }),
    reactivateUser: () => ({ user_id: user() }),
    deleteUser: () => ({ user_id: user() }),
    updatePassword: () => ({ user_id: user(), new_password: password(), current_password: maybe(0.4, password) }),
    removePassword: () => ({ user_id: user() }),
    verifyPassword: () => {
      const who = chance(0.5) ? { identifier: pick([email, phone, username])() } : { user_id: user() };
      const right = chance(0.6) ? one(values, known.passwords.slice(-4)) : undefined;
      const ip_address = orNull(0.3, () => pick(["10.0.0.1", "::1", "nowhere"]));
      return { ...(right ?? { ...who, password: password() }), ip_address };
    },
    sendPasswordReset: () => ({ email: knownOr(known.addresses, email), redirect_url: orNull(0.2, url) }),
    fetchPasswordLink: () => ({ token: knownOr(known.passwordTokens.slice(-3), token) }),
    resetPassword: () => ({ token: knownOr(known.passwordTokens.slice(-3), token), new_password: password() }),
    addEmail: () => ({ user_id: user(), email: email() }),
    updateEmail: () => ({ ...of(known.emails, { user_id: user(), email_id }), ...flags }),
    deleteEmail: () => of(known.emails, { user_id: user(), email_id }),
    addPhone: () => ({ user_id: user(), phone_number: phone() }),
    updatePhone: () => ({ ...of(known.phones, { user_id: user(), phone_id }), ...flags }),
    deletePhone: () => of(known.phones, { user_id: user(), phone_id }),
    sendEmailVerification: () => ({
      ...of(known.emails, { user_id: user(), email_id }),
      deliver: orNull(0.7, () => chance(0.2)),
    }),
    verifyEmail: () =>
      chance(0.7)
        ? of(known.emailCodes.slice(-3), { user_id: user(), email_id, code: code() })
        : { ...of(known.emails, { user_id: user(), email_id }), code: code() },
    sendPhoneVerification: () => ({
      ...of(known.phones, { user_id: user(), phone_id }),
      deliver: orNull(0.7, () => chance(0.2)),
    }),
    verifyPhone: () =>
      chance(0.7)
        ? of(known.phoneCodes.slice(-3), { user_id: user(), phone_id, code: code() })
        : { ...of(known.phones, { user_id: user(), phone_id }), code: code() },
    linkSocialConnection: () => ({
      user_id: user(),
      provider: pick(["google", "github", "Google", ""]),
      provider_user_id: pick([`g-${upTo(40)}`, line()]),
      email: orNull(0.3, email),
      display_name: orNull(0.3, line),
    }),
    deleteSocialConnection: () => of(known.connections, { user_id: user(), connection_id: `social_${UNKNOWN}` }),
    fetchOrganizations: () => list({ search: search() }),
    // A slug that is made for a name in use ends in chance, which searches would find.
    createOrganization: () => ({
      ...(chance(0.2) ? { name: `Organization ${number}` } : { name: line(), slug: slug() }),
      public_metadata: orNull(0.3, metadata),
    }),
    updateOrganization: () => ({
      organization_id: organization(),
      name: maybe(0.5, line),
      slug: maybe(0.4, slug),
      public_metadata: maybe(0.4, metadata),
    }),
    deleteOrganization: () => ({ organization_id: organization() }),
    addOrganizationMember: () => ({ organization_id: organization(), user_id: user(), role: maybe(0.5, role) }),
    updateOrganizationMember: () => ({
      ...of(known.members, { organization_id: organization(), user_id: user() }),
      role: role(),
    }),
    removeOrganizationMember: () => of(known.members, { organization_id: organization(), user_id: user() }),
    fetchWorkspaces: () => list({ search: search(), organization_id: maybe(0.4, organization) }),
    createWorkspace: () => ({
      organization_id: organization(),
      ...(chance(0.2) ? { name: `Workspace ${number}` } : { name: line(), slug: slug() }),
      public_metadata: orNull(0.3, metadata),
    }),
    updateWorkspace: () => ({
      workspace_id: workspace(),
      name: maybe(0.5, line),
      slug: maybe(0.4, slug),
      public_metadata: maybe(0.4, metadata),
    }),
    deleteWorkspace: () => ({ workspace_id: workspace() }),
    addWorkspaceMember: () => {
      const member = one(values, known.members);
      const near = known.workspaces.filter(({ organization_id }) => organization_id === member?.organization_id);
      const workspace_id = one(values, chance(0.8) ? near : [])?.workspace_id ?? workspace();
      return { workspace_id, user_id: member?.user_id ?? user(), role: maybe(0.5, role) };
    },
    updateWorkspaceMember: () => ({
      ...of(known.workspaceMembers, { workspace_id: workspace(), user_id: user() }),
      role: role(),
    }),
    removeWorkspaceMember: () => of(known.workspaceMembers, { workspace_id: workspace(), user_id: user() }),
    fetchInvitedUsers: () => list({ search: search(), status: status() }),
    inviteUser: invite,
    inviteUsers: () => ({
      invitations: Array.from({ length: 1 + upTo(6) }, () => (chance(0.03) ? pick([{}, null, "x", []]) : invite())),
    }),
    resendInvitation: () => ({ ...invitation(), notify: orNull(0.5, () => chance(0.5)) }),
    revokeInvitation: invitation,
    fetchInvitation: () => ({ token: token() }),
    acceptInvitation: () => ({
      token: token(),
      first_name: orNull(0.5, line),
      last_name: orNull(0.5, line),
      password: maybe(0.05, password),
    }),
    fetchWaitlist: () => list({ search: search(), status: status() }),
    joinWaitlist: () => ({
      email: email(),
      first_name: orNull(0.5, line),
      last_name: orNull(0.4, line),
      metadata: orNull(0.3, metadata),
    }),
    approveWaitlistUser: waiting,
    rejectWaitlistUser: () => ({ ...waiting(), reason: orNull(0.5, line) }),
    reopenWaitlistUser: waiting,
    approveNextWaitlistUsers: () => ({ count: pick([1, 2, 5, 100, 101, 0]) }),
    fetchApiKeys: () => list({}),
    createApiKey: () => ({
      name: line(),
      scopes: [pick(scopes), pick(scopes)],
      expires_in_days: orNull(0.5, () => pick([1, 30, 3650, 3651])),
    }),
    revokeApiKey: () => ({ api_key_id: one(values, known.keys) ?? `key_${UNKNOWN}` }),
    fetchAuditLog: () => list({ target_id: maybe(0.5, () => pick([user, organization, () => "nothing"])()) }),
  };
  return Object.fromEntries(Object.entries(makers[act]()).filter(([, value]) => value !== undefined));
}
