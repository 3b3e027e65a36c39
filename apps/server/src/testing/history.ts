import { SimpleFaker } from "@faker-js/faker";
import { scopes } from "@roster/contract";
import { inputOf } from "./history.inputs.ts";
import { type Act, type Fields, type Known, learn, nothing } from "./history.known.ts";
import { type Values, valuesFrom } from "./history.values.ts";
import type { Operation } from "./twins.ts";

/** How often what is done, beside the others. What hashes passwords is slow. */
const weights: Record<Act, number> = {
  pass: 30,
  deliver: 15,
  fetchUsers: 120,
  createUser: 70,
  fetchUserDetails: 50,
  fetchUserByEmail: 12,
  fetchUserByExternalId: 12,
  updateUser: 60,
  deactivateUser: 12,
  reactivateUser: 8,
  deleteUser: 18,
  updatePassword: 6,
  removePassword: 5,
  verifyPassword: 8,
  sendPasswordReset: 8,
  fetchPasswordLink: 8,
  resetPassword: 8,
  addEmail: 40,
  updateEmail: 40,
  deleteEmail: 18,
  addPhone: 35,
  updatePhone: 35,
  deletePhone: 15,
  sendEmailVerification: 14,
  verifyEmail: 8,
  sendPhoneVerification: 12,
  verifyPhone: 8,
  linkSocialConnection: 25,
  deleteSocialConnection: 12,
  fetchOrganizations: 30,
  createOrganization: 22,
  updateOrganization: 15,
  deleteOrganization: 5,
  addOrganizationMember: 35,
  updateOrganizationMember: 10,
  removeOrganizationMember: 8,
  fetchWorkspaces: 30,
  createWorkspace: 22,
  updateWorkspace: 15,
  deleteWorkspace: 5,
  addWorkspaceMember: 25,
  updateWorkspaceMember: 10,
  removeWorkspaceMember: 8,
  fetchInvitedUsers: 40,
  inviteUser: 30,
  inviteUsers: 10,
  resendInvitation: 12,
  revokeInvitation: 8,
  fetchInvitation: 12,
  acceptInvitation: 14,
  fetchWaitlist: 40,
  joinWaitlist: 30,
  approveWaitlistUser: 12,
  rejectWaitlistUser: 10,
  reopenWaitlistUser: 6,
  approveNextWaitlistUsers: 5,
  fetchApiKeys: 12,
  createApiKey: 8,
  revokeApiKey: 5,
  fetchAuditLog: 20,
};

const acts = Object.entries(weights).map(([value, weight]) => ({ value: value as Act, weight })); // its own keys

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** A random history that a seed decides: each operation is made of what the ones before it were answered. */
export function createHistory(seed: number) {
  const faker = new SimpleFaker({ seed });
  const values = valuesFrom(faker);
  const known = nothing();

  function next(number: number): Operation {
    const act = faker.helpers.weightedArrayElement(acts);
    const { chance, pick } = values;
    const actor = {
      name: chance(0.1) && known.keys.length > 0 ? pick(known.keys) : pick(["console", "backend"]),
      scopes: chance(0.03) ? faker.helpers.arrayElements(scopes) : scopes,
    };
    if (act === "pass")
      return {
        number,
        act,
        input: pick([1, 1, 1, 999, 1000, 30_000, 30_000, MINUTE, MINUTE, 11 * MINUTE, 70 * MINUTE, DAY, 3 * DAY]),
        actor,
      };
    if (act === "deliver") return { number, act, input: undefined, actor };
    const next = chance(0.2) ? known.soon.pop() : undefined;
    if (next) return { number, ...next, actor };
    const input = inputOf(act, values, known, number);
    return { number, act, input: chance(0.04) ? spoilt(input, values, known) : input, actor };
  }

  return { next, learn: (operation: Operation, answer: string) => learn(known, operation, JSON.parse(answer)) };
}
/** The same with one field that does not belong there. */
function spoilt(input: Fields, { pick }: Values, known: Known): Fields {
  const name = pick([...Object.keys(input).filter((name) => name !== "slug" && name !== "name"), "unheard_of"]);
  // Nowhere else: a search would find them by what chance has put into them.
  const ids = /^(?!external|provider).*_id$/.test(name)
    ? [...known.users.slice(-1), ...known.organizations.slice(-1)]
    : [];
  const wrong = [undefined, null, 0, -1, 1.5, "", "x".repeat(5000), "\uD800", true, [], {}, ...ids, 10n, Number.NaN];
  return { ...input, [name]: pick(wrong) };
}
