import type { UserInvitation } from "@roster/client";

export const nameOf = (invitation: UserInvitation) =>
  [invitation.first_name, invitation.last_name].filter(Boolean).join(" ") || invitation.email;

export const statusOf = {
  pending: ["Pending", "wait"],
  accepted: ["Accepted", "ok"],
  revoked: ["Revoked", "off"],
  expired: ["Expired", "off"],
} as const;
