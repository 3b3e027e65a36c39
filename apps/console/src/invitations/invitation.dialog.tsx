import type { UserInvitation } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { Caller } from "../api-keys/callers.tsx";
import { type Act, RefusalOf } from "../form/act.tsx";
import { ActButtons } from "../form/act-buttons.tsx";
import { RecordDialog } from "../form/record-dialog.tsx";
import { adviceOn } from "../messages/advice.ts";
import { Delivery } from "../messages/delivery.tsx";
import { OrganizationName } from "../organizations/group-name.tsx";
import { UserLink } from "../person/user-link.tsx";
import { Facts } from "../shell/facts.tsx";
import type { Found } from "../table/record.ts";
import type { Action } from "../table/row-menu.tsx";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { nameOf, statusOf } from "./words.ts";

interface InvitationDialogProps {
  found: Found<UserInvitation>;
  actions(invitation: UserInvitation): Action[];
  act: Act;
  onClose(): void;
}

/** One invitation, with the whole story of its mail. */
export const InvitationDialog = ({ found, actions, act, onClose }: InvitationDialogProps) => (
  <RecordDialog found={found} title={({ email }) => email} noun="invitation" onClose={onClose}>
    {(invitation) => (
      <>
        <Invitation invitation={invitation} />
        <RefusalOf of={invitation.id} act={act} />
        <ActButtons actions={actions(invitation)} isPending={act.pending === invitation.id} />
      </>
    )}
  </RecordDialog>
);

function Invitation({ invitation }: { invitation: UserInvitation }) {
  const { delivery, organization_id, accepted_user_id } = invitation;
  const [words, meaning] = statusOf[invitation.status];
  const isWanting = delivery?.state === "failed" || delivery?.state === "queued";
  const advice = isWanting ? adviceOn({ ...delivery, kind: "mail", template: "invitation" }) : undefined;
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
          organization_id ? (
            <Link key="organization" to="/organizations/$id/$tab" params={{ id: organization_id, tab: "members" }}>
              <OrganizationName id={organization_id} />
            </Link>
          ) : (
            "None"
          ),
        ],
        ["Invited", <Time key="invited" at={invitation.invited_at} />],
        ["Invited by", <Caller key="by" of={invitation.invited_by} />],
        ["Expires", <Time key="expires" at={invitation.expires_at} />],
        [
          "Accepted",
          <Time key="accepted" at={invitation.accepted_at} otherwise="No" />,
          accepted_user_id ? <UserLink key="user" id={accepted_user_id} /> : null,
        ],
        [
          "Mail",
          <>
            <Delivery delivery={delivery} />
            {advice ? <p>{advice}</p> : null}
          </>,
          <Link key="messages" to="/messages" search={{ recipient: invitation.email }}>
            Messages to this address
          </Link>,
        ],
        ...(delivery?.state === "sent" && delivery.last_error ? [["Last error", delivery.last_error] as const] : []),
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
