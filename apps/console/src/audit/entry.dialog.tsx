import { Modal } from "@mantine/core";
import type { AuditEntry } from "@roster/client";
import { events } from "@roster/contract/events";
import { Link } from "@tanstack/react-router";
import { refusalOf } from "../calls/calls.ts";
import { ShowCall } from "../calls/show-call.tsx";
import { Copy } from "../form/copy.tsx";
import { Facts } from "../shell/facts.tsx";
import { messageOf } from "../shell/faults.tsx";
import { PanelSkeleton } from "../shell/panel.tsx";
import type { List } from "../table/list.ts";
import { useRecord } from "../table/record.ts";
import { utcOf } from "../time/time.tsx";
import { ActorName, TargetName, useNames } from "./names.tsx";
import { changesOf, kinds, wordsOf } from "./words.ts";

interface EntryDialogProps {
  id: string;
  list: List<AuditEntry>;
  onClose(): void;
}

/** One entry of the log, with everything that it holds. An entry of another page is read by its id. */
export function EntryDialog({ id, list, onClose }: EntryDialogProps) {
  const { record: entry, isGone, error } = useRecord("fetchAuditLog", list, id);
  const isMissing = isGone || refusalOf(error)?.error_code === "invalid_input"; // a text that is no id is refused
  return (
    <Modal
      opened
      onClose={onClose}
      title={entry ? wordsOf(entry) : "Entry"}
      size={620}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {entry ? (
        <Entry entry={entry} />
      ) : isMissing ? (
        <p>
          No entry of the log has the id <bdi className="mono">{id}</bdi>. Entries are never deleted: was the id copied
          as a whole?
        </p>
      ) : error ? (
        <p className="refusal">{messageOf(error)}</p>
      ) : (
        <PanelSkeleton lines={9} />
      )}
    </Modal>
  );
}

const mono = (text: string) => <span className="mono">{text}</span>;

const more = (word: string, search: object) => (
  <Link className="small audit-more" to="/audit" search={search}>
    {word}
  </Link>
);

function Entry({ entry }: { entry: AuditEntry }) {
  const names = useNames([entry]);
  const { actor, target_type, target_id, request_id } = entry;
  return (
    <>
      <p className="muted">{events[entry.event].description}</p>
      <Facts
        facts={[
          ["When", `${localOf.format(new Date(entry.at))} (${utcOf(new Date(entry.at))})`],
          ["By", <ActorName key="by" of={entry} />, more("All by this caller", { actor })],
          [kinds[target_type], <TargetName key="about" of={entry} names={names} />],
          ["Its id", mono(target_id), <Copy key="copy" text={target_id} label="Copy the record’s id" />],
          ["Its history", more("All that was done to it", { target_id })],
          ["Changed fields", changesOf(entry.changes) || "None"],
          ["Call", entry.action],
          ["Request", mono(request_id), <Copy key="copy" text={request_id} label="Copy the request’s id" />],
          ["Same request", more("All that it changed", { request_id })],
          ["Number", entry.sequence === null ? "Not numbered yet: it is, within a second" : String(entry.sequence)],
          ["Hash", mono(entry.hash ?? "Comes with the number")],
        ]}
      />
      <ShowCall procedure="fetchAuditLog" input={() => ({ ids: [entry.id] })} />
    </>
  );
}

const localOf = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });
