import { Modal } from "@mantine/core";
import type { UserInvitation } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { Caller } from "../api-keys/callers.tsx";
import { useRead } from "../calls/calls.ts";
import { type Act, RefusalOf } from "../form/act.tsx";
import { ActButtons } from "../form/act-buttons.tsx";
import { adviceOn } from "../messages/advice.ts";
import { Delivery } from "../messages/delivery.tsx";
import { OrganizationName } from "../organizations/group-name.tsx";
import { UserLink } from "../person/user-link.tsx";
import { Facts } from "../shell/facts.tsx";
import { Fault } from "../shell/faults.tsx";
import type { Action } from "../table/row-menu.tsx";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { nameOf, statusOf } from "./words.ts";

interface InvitationDialogProps {
  id: string;
  /** The invitation, where the list has it. */
  known: UserInvitation | undefined;
  actions(invitation: UserInvitation): Action[];
  act: Act;
  onClose(): void;
}

/** One invitation, with the whole story of its mail. */
export function InvitationDialog({ id, known, actions, act, onClose }: InvitationDialogProps) {
  const found = useRead("fetchInvitationById", { invitation_id: id }, { enabled: known === undefined });
  const invitation = known ?? found.data;
  return (
    <Modal
      opened
      onClose={onClose}
      title={<bdi>{invitation?.email ?? "Invitation"}</bdi>}
      size={560}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {invitation ? (
        <>
          <Invitation invitation={invitation} />
          <RefusalOf of={id} act={act} />
          <ActButtons actions={actions(invitation)} isPending={act.pending === id} />
        </>
      ) : null}
      {found.error && !invitation ? <Fault error={found.error} /> : null}
    </Modal>
  );
}

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
