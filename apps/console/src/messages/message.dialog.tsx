import { Button, Modal } from "@mantine/core";
import type { Message } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { type Act, RefusalOf } from "../form/act.tsx";
import { Facts } from "../shell/facts.tsx";
import type { Action } from "../table/row-menu.tsx";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { purposeOf, stateOf, whyNot } from "./words.ts";

interface MessageDialogProps {
  message: Message | undefined;
  actions(message: Message): Action[];
  act: Act;
  onClose(): void;
}

/** One message: what it is for, what became of it, and what can be done. */
export function MessageDialog({ message, actions, act, onClose }: MessageDialogProps) {
  if (!message) {
    return (
      <Modal opened onClose={onClose} title="Message" closeButtonProps={{ "aria-label": "Close" }}>
        <p className="muted">This message is not on this page of the list.</p>
      </Modal>
    );
  }
  const [words, meaning] = stateOf(message);
  return (
    <Modal opened onClose={onClose} title={purposeOf(message)} size={560} closeButtonProps={{ "aria-label": "Close" }}>
      <p>{whyNot(message)}</p>
      <Facts
        facts={[
          ["To", message.recipient],
          [
            "State",
            <State key="state" meaning={meaning}>
              {words}
            </State>,
          ],
          ["Attempts", String(message.attempts)],
          ["Last error", message.last_error ?? "None"],
          ["Created", <Time key="created" at={message.created_at} />],
          ...(message.state === "queued" ? [["Next attempt", <Time key="due" at={message.due_at} />] as const] : []),
          ["Sent", <Time key="sent" at={message.sent_at} otherwise="No" />],
          ["Id", message.id],
          ...(message.user_id
            ? [
                [
                  "User",
                  message.user_id,
                  <Link key="user" to="/users/$id/$tab" params={{ id: message.user_id, tab: "overview" }}>
                    Open
                  </Link>,
                ] as const,
              ]
            : []),
        ]}
      />
      <RefusalOf of={message.id} act={act} />
      <div className="form-foot">
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
        {actions(message).map(({ label, icon, onClick, isDangerous }) => (
          <Button
            key={label}
            leftSection={icon}
            loading={act.pending === message.id}
            onClick={onClick}
            {...(isDangerous && { color: "red" })}
          >
            {label}
          </Button>
        ))}
      </div>
    </Modal>
  );
}
