import type { WaitlistUser } from "@roster/client";

export const nameOf = (entry: WaitlistUser) =>
  [entry.first_name, entry.last_name].filter(Boolean).join(" ") || entry.email;

export const stateOf = {
  pending: ["Waiting", "wait"],
  approved: ["Approved", "ok"],
  rejected: ["Rejected", "off"],
} as const;
