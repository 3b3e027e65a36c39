import type { Message } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { type Act, RefusalOf } from "../form/act.tsx";
import { ActButtons } from "../form/act-buttons.tsx";
import { RecordDialog } from "../form/record-dialog.tsx";
import { UserLink } from "../person/user-link.tsx";
import { useCan } from "../session/session.ts";
import { Facts } from "../shell/facts.tsx";
import type { List } from "../table/list.ts";
import { useRecord } from "../table/record.ts";
import type { Action } from "../table/row-menu.tsx";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { adviceOn } from "./advice.ts";
import { Preview } from "./preview.tsx";
import { fateOf, purposeOf, stateOf } from "./words.ts";
import "./message.css";

interface MessageDialogProps {
  id: string;
  list: List<Message>;
  actions(message: Message): Action[];
  act: Act;
  onClose(): void;
}

/** One message: what it is for, what became of it, and what can be done. */
export function MessageDialog({ id, list, actions, act, onClose }: MessageDialogProps) {
  const found = useRecord("fetchMessages", list, id);
  return (
    <RecordDialog
      found={found}
      title={(message) => purposeOf(message)}
      noun="message"
      gone="Messages are deleted 30 days after their creation."
      onClose={onClose}
    >
      {(message) => (
        <>
          <Fate message={message} />
          <MessageFacts message={message} />
          <Preview message={message} />
          <RefusalOf of={id} act={act} />
          <ActButtons actions={actions(message)} isPending={act.pending === id} />
        </>
      )}
    </RecordDialog>
  );
}

/** What became of it, and where it did not arrive, what to do and what the other side said. */
function Fate({ message }: { message: Message }) {
  const { state, last_error } = message;
  const [words, meaning] = stateOf(message);
  const isWanting = state === "failed" || state === "queued";
  return (
    <div className="fate" data-meaning={meaning}>
      <State meaning={meaning}>{words}</State>
      <p>{fateOf(message)}</p>
      {isWanting && last_error ? (
        <>
          <p>{adviceOn(message) ?? "Mend what the error says, and send it again."}</p>
          <code className="fate-error">{last_error}</code>
        </>
      ) : null}
    </div>
  );
}

function MessageFacts({ message }: { message: Message }) {
  const can = useCan();
  const { template, recipient, user_id, attempts } = message;
  return (
    <Facts
      facts={[
        ["To", recipient],
        ...(user_id ? [["User", <UserLink key="user" id={user_id} />] as const] : []),
        ...(template === "invitation" && can("invitations:read")
          ? [
              [
                "Invitation",
                <Link key="invitation" to="/invitations" search={{ q: recipient }}>
                  Invitations of this address
                </Link>,
              ] as const,
            ]
          : []),
        ["Attempts", String(attempts)],
        ...(message.state === "queued" ? [["Next attempt", <Time key="due" at={message.due_at} />] as const] : []),
        ["Created", <Time key="created" at={message.created_at} />],
        ...(message.sent_at ? [["Sent", <Time key="sent" at={message.sent_at} />] as const] : []),
        ["Id", message.id],
        [
          "History",
          <Link key="history" to="/audit" search={{ target_id: message.id }}>
            In the audit log
          </Link>,
        ],
      ]}
    />
  );
}
