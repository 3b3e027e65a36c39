import { Modal } from "@mantine/core";
import type { UserInvitation } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { Facts } from "../shell/facts.tsx";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { Delivery, nameOf, statusOf } from "./words.tsx";

/** One invitation, with the whole story of its mail. */
export function InvitationDialog({ invitation, onClose }: { invitation: UserInvitation | undefined; onClose(): void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={<bdi>{invitation?.email ?? "Invitation"}</bdi>}
      size={560}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {invitation ? (
        <Invitation invitation={invitation} />
      ) : (
        <p className="muted">This invitation is not on this page of the list.</p>
      )}
    </Modal>
  );
}

function Invitation({ invitation }: { invitation: UserInvitation }) {
  const { delivery, organization_id, accepted_user_id } = invitation;
  const [words, meaning] = statusOf[invitation.status];
  return (
    <Facts
      facts={[
        ["Name", nameOf(invitation)],
        [
          "State",
          <State key="state" meaning={meaning}>
            {words}
          </State>,
        ],
        ["Role", invitation.role ?? "–"],
        [
          "Organization",
          organization_id ?? "None",
          organization_id ? (
            <Link key="organization" to="/organizations/$id/$tab" params={{ id: organization_id, tab: "members" }}>
              Open
            </Link>
          ) : null,
        ],
        ["Invited", <Time key="invited" at={invitation.invited_at} />],
        ["Invited by", invitation.invited_by],
        ["Expires", <Time key="expires" at={invitation.expires_at} />],
        [
          "Accepted",
          <Time key="accepted" at={invitation.accepted_at} otherwise="No" />,
          accepted_user_id ? (
            <Link key="user" to="/users/$id/$tab" params={{ id: accepted_user_id, tab: "overview" }}>
              Open the user
            </Link>
          ) : null,
        ],
        [
          "Mail",
          <Delivery key="mail" delivery={delivery} />,
          <Link key="messages" to="/messages" search={{ recipient: invitation.email }}>
            Its messages
          </Link>,
        ],
        ...(delivery
          ? [["Attempts", String(delivery.attempts)] as const, ["Last error", delivery.last_error ?? "None"] as const]
          : []),
        ["Id", invitation.id],
        [
          "History",
          <Link key="history" to="/audit" search={{ target_id: invitation.id }}>
            In the audit log
          </Link>,
        ],
      ]}
    />
  );
}
