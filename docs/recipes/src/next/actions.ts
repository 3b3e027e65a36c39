"use server";

import { currentUserId } from "./current-user.ts";
import { createRoster } from "./roster.ts";

/** Anybody can call a server action by its URL, so it looks for itself who calls. */
export async function inviteMember(organizationId: string, email: string) {
  const roster = createRoster();
  const userId = await currentUserId();
  if (!userId) return { ok: false, error: { code: "signed_out" } } as const;
  const { organizations } = await roster.fetchUserDetails(userId);
  const isAdmin = organizations.some((one) => one.organization_id === organizationId && one.role === "admin");
  if (!isAdmin) return { ok: false, error: { code: "not_an_admin" } } as const;
  return roster.safe.inviteUser({ email, organization_id: organizationId });
}
