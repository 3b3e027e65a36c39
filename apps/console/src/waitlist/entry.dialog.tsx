import type { WaitlistUser } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { Caller } from "../api-keys/callers.tsx";
import { useRead } from "../calls/calls.ts";
import { type Act, RefusalOf } from "../form/act.tsx";
import { ActButtons } from "../form/act-buttons.tsx";
import { RecordDialog } from "../form/record-dialog.tsx";
import { Delivery } from "../messages/delivery.tsx";
import { UserLink } from "../person/user-link.tsx";
import { useCan } from "../session/session.ts";
import { Facts } from "../shell/facts.tsx";
import type { Found } from "../table/record.ts";
import type { Action } from "../table/row-menu.tsx";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { nameOf, stateOf } from "./words.ts";

interface EntryDialogProps {
  found: Found<WaitlistUser>;
  actions(entry: WaitlistUser): Action[];
  act: Act;
  onClose(): void;
}

/** One entry with all that it holds, the metadata that came with it too. */
export const EntryDialog = ({ found, actions, act, onClose }: EntryDialogProps) => (
  <RecordDialog found={found} title={nameOf} noun="entry of the waitlist" onClose={onClose}>
    {(entry) => (
      <>
        <Entry entry={entry} />
        <RefusalOf of={entry.id} act={act} />
        <ActButtons actions={actions(entry)} isPending={act.pending === entry.id} />
      </>
    )}
  </RecordDialog>
);

function Entry({ entry }: { entry: WaitlistUser }) {
  const [words, meaning] = stateOf[entry.status];
  return (
    <Facts
      facts={[
        ["Email address", entry.email],
        [
          "State",
          <State key="state" meaning={meaning}>
            {words}
          </State>,
        ],
        ...(entry.position === null ? [] : [["Place", String(entry.position)] as const]),
        ["Joined", <Time key="joined" at={entry.created_at} />],
        ...(entry.decided_at ? [["Decided", <Time key="decided" at={entry.decided_at} />] as const] : []),
        ...(entry.decided_by ? [["Decided by", <Caller key="by" of={entry.decided_by} />] as const] : []),
        ...(entry.decision_reason ? [["Reason", entry.decision_reason] as const] : []),
        ...(entry.user_id
          ? [
              ["Welcome mail", <Welcome key="mail" email={entry.email} userId={entry.user_id} />] as const,
              ["User", <UserLink key="user" id={entry.user_id} />] as const,
            ]
          : []),
        [
          "Metadata",
          Object.keys(entry.metadata).length === 0 ? (
            "None"
          ) : (
            // Focusable, so that the keyboard can scroll it.
            <pre key="metadata" className="metadata" tabIndex={0} aria-label="Metadata">
              {JSON.stringify(entry.metadata, null, 2)}
            </pre>
          ),
        ],
        ["Id", entry.id],
        [
          "History",
          <Link key="history" to="/audit" search={{ target_id: entry.id }}>
            In the audit log
          </Link>,
        ],
      ]}
    />
  );
}

/** What became of the mail that approval sent, and the way to it. */
function Welcome({ email, userId }: { email: string; userId: string }) {
  const mayRead = useCan()("messages:read");
  const messages = useRead("fetchMessages", { recipient: email, template: "welcome" }, { enabled: mayRead });
  if (!mayRead) return <span className="muted">Only who may read messages sees it</span>;
  const message = messages.data?.data.find(({ user_id }) => user_id === userId);
  return (
    <>
      {messages.data ? <Delivery delivery={message ?? null} /> : "…"}{" "}
      <Link to="/messages" search={{ recipient: email }}>
        Messages to this address
      </Link>
    </>
  );
}
