import type { UserInvitation } from "@roster/client";
import { states as deliveryStates } from "../messages/words.ts";
import { State } from "../theme/state.tsx";

export const nameOf = (invitation: UserInvitation) =>
  [invitation.first_name, invitation.last_name].filter(Boolean).join(" ") || invitation.email;

export const statusOf = {
  pending: ["Pending", "wait"],
  accepted: ["Accepted", "ok"],
  revoked: ["Revoked", "off"],
  expired: ["Expired", "off"],
} as const;

/** Whether the mail arrived, and why not. */
export function Delivery({ delivery }: { delivery: UserInvitation["delivery"] }) {
  if (delivery === null) return <span className="muted">No mail</span>;
  const [words, meaning] = deliveryStates[delivery.state];
  const hasError = delivery.last_error !== null && delivery.state !== "sent";
  return (
    <span className="lines">
      <State meaning={meaning}>{words}</State>
      {hasError ? <span className="cut muted small">{delivery.last_error}</span> : null}
    </span>
  );
}
