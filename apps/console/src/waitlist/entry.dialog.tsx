import { Modal } from "@mantine/core";
import type { WaitlistUser } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { Facts } from "../shell/facts.tsx";
import { Time } from "../time/time.tsx";

/** One entry with all that it holds, the metadata that came with it too. */
export function EntryDialog({ entry, onClose }: { entry: WaitlistUser | undefined; onClose(): void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={<bdi>{entry?.email ?? "Entry"}</bdi>}
      size={560}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {entry ? (
        <>
          <Facts
            facts={[
              ["Name", [entry.first_name, entry.last_name].filter(Boolean).join(" ") || "Not given"],
              ["State", entry.status],
              ["Place", entry.position === null ? "–" : String(entry.position)],
              ["Joined", <Time key="joined" at={entry.created_at} />],
              ["Decided", <Time key="decided" at={entry.decided_at} otherwise="Not yet" />],
              ...(entry.decided_by ? [["Decided by", entry.decided_by] as const] : []),
              ...(entry.decision_reason ? [["Reason", entry.decision_reason] as const] : []),
              ["Id", entry.id],
              ...(entry.user_id
                ? [
                    [
                      "User",
                      entry.user_id,
                      <Link key="user" to="/users/$id/$tab" params={{ id: entry.user_id, tab: "overview" }}>
                        Open
                      </Link>,
                    ] as const,
                  ]
                : []),
              [
                "History",
                <Link key="history" to="/audit" search={{ target_id: entry.id }}>
                  In the audit log
                </Link>,
              ],
            ]}
          />
          {/* Focusable, so that the keyboard can scroll it. */}
          <pre className="metadata" tabIndex={0} aria-label="Metadata">
            {JSON.stringify(entry.metadata, null, 2)}
          </pre>
        </>
      ) : (
        <p className="muted">This entry is not on this page of the list.</p>
      )}
    </Modal>
  );
}
