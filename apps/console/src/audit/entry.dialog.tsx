import { Modal } from "@mantine/core";
import type { AuditEntry } from "@roster/client";
import { events } from "@roster/contract/events";
import { Link } from "@tanstack/react-router";
import { Copy } from "../form/copy.tsx";
import { Facts } from "../shell/facts.tsx";
import { utcOf } from "../time/time.tsx";
import { ActorName, type Names, TargetName } from "./names.tsx";
import { changesOf, kinds, wordsOf } from "./words.ts";

interface EntryDialogProps {
  id: string;
  /** The entries of the page, among which it may be. */
  shown: AuditEntry[] | undefined;
  names: Names;
  onClose(): void;
}

/** One entry of the log, with everything that it holds. */
export function EntryDialog({ id, shown, names, onClose }: EntryDialogProps) {
  const entry = shown?.find((one) => one.id === id);
  return (
    <Modal
      opened
      onClose={onClose}
      title={entry ? wordsOf(entry) : "Entry"}
      size={620}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {entry ? (
        <Entry entry={entry} names={names} />
      ) : (
        <p className="muted">This entry is not on this page of the log.</p>
      )}
    </Modal>
  );
}

function Entry({ entry, names }: { entry: AuditEntry; names: Names }) {
  const { actor, target_type, target_id, request_id } = entry;
  const to = (word: string, search: object) => (
    <Link to="/audit" search={search}>
      {word}
    </Link>
  );
  return (
    <>
      <p className="muted">{events[entry.event].description}</p>
      <Facts
        facts={[
          [
            "When",
            <time
              key="at"
              dateTime={entry.at}
            >{`${localOf.format(new Date(entry.at))} (${utcOf(new Date(entry.at))})`}</time>,
          ],
          [
            "By",
            <ActorName key="by" of={entry} />,
            <span key="all" className="small">
              {to("All by this caller", { actor })}
            </span>,
          ],
          [kinds[target_type], <TargetName key="about" of={entry} names={names} />, to("Its history", { target_id })],
          [
            "Id",
            <span key="id" className="mono">
              {target_id}
            </span>,
            <Copy key="copy" text={target_id} label="Copy the record’s id" />,
          ],
          ["Changed fields", changesOf(entry.changes) || "None"],
          ["Call", entry.action],
          [
            "Request",
            <span key="request" className="mono">
              {request_id}
            </span>,
            <Copy key="copy" text={request_id} label="Copy the request’s id" />,
          ],
          ["Same request", to("All that it changed", { request_id })],
          ["Number", entry.sequence === null ? "Not numbered yet: it is, within a second" : String(entry.sequence)],
          [
            "Hash",
            <span key="hash" className="mono">
              {entry.hash ?? "Comes with the number"}
            </span>,
          ],
        ]}
      />
    </>
  );
}

const localOf = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });
