import { Modal } from "@mantine/core";
import type { AuditEntry } from "@roster/client";
import { events } from "@roster/contract/events";
import { Link } from "@tanstack/react-router";
import { Fragment } from "react";
import { Copy } from "../form/copy.tsx";
import { Facts } from "../shell/facts.tsx";
import { utcOf } from "../time/time.tsx";
import { eventWords, targetPath } from "./words.ts";

/** One entry of the log, with everything that it holds. */
export function EntryDialog({ entry, onClose }: { entry: AuditEntry | undefined; onClose(): void }) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={entry ? eventWords(entry.event) : "Entry"}
      size={620}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {entry ? <Entry entry={entry} /> : <p className="muted">This entry is not on this page of the log.</p>}
    </Modal>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const path = targetPath(entry);
  return (
    <>
      <p className="muted">{events[entry.event].description}</p>
      <Facts
        facts={[
          ["When", utcOf(new Date(entry.at))],
          [
            "By",
            `${entry.actor_name} (${entry.actor})`,
            <Link key="actor" to="/audit" search={{ actor: entry.actor }}>
              All by this caller
            </Link>,
          ],
          [
            "About",
            entry.target_id,
            <Fragment key="about">
              <Copy text={entry.target_id} label="Copy the record's id" /> {path ? <Link to={path}>Open</Link> : null}
            </Fragment>,
          ],
          [
            "All about this record",
            <Link key="history" to="/audit" search={{ target_id: entry.target_id }}>
              Its history
            </Link>,
          ],
          ["Changed fields", entry.changes.join(", ") || "None"],
          ["Call", entry.action],
          ["Request", entry.request_id, <Copy key="copy" text={entry.request_id} label="Copy the request's id" />],
          [
            "Same request",
            <Link key="request" to="/audit" search={{ request_id: entry.request_id }}>
              All that it changed
            </Link>,
          ],
          ["Number", entry.sequence === null ? "Not numbered yet" : String(entry.sequence)],
          ["Hash", entry.hash ?? "Not yet"],
        ]}
      />
    </>
  );
}
