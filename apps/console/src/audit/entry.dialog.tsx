import { Modal } from "@mantine/core";
import type { AuditEntry } from "@roster/client";
import { events } from "@roster/contract/events";
import { Link } from "@tanstack/react-router";
import { refusalOf, useRead } from "../calls/calls.ts";
import { ShowCall } from "../calls/show-call.tsx";
import { Copy } from "../form/copy.tsx";
import { Facts } from "../shell/facts.tsx";
import { messageOf } from "../shell/faults.tsx";
import { PanelSkeleton } from "../shell/panel.tsx";
import { utcOf } from "../time/time.tsx";
import { ActorName, TargetName, useNames } from "./names.tsx";
import { changesOf, kinds, wordsOf } from "./words.ts";

interface EntryDialogProps {
  id: string;
  /** The entries of the page, among which it may be. */
  shown: AuditEntry[] | undefined;
  onClose(): void;
}

/** One entry of the log, with everything that it holds. An entry of another page is read by its id. */
export function EntryDialog({ id, shown, onClose }: EntryDialogProps) {
  const onPage = shown?.find((one) => one.id === id);
  const read = useRead("fetchAuditLog", { ids: [id] }, { enabled: shown !== undefined && !onPage });
  const entry = onPage ?? read.data?.data[0];
  const isMissing = read.data?.data.length === 0 || refusalOf(read.error)?.field_errors !== undefined;
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
      ) : read.error ? (
        <p className="refusal">{messageOf(read.error)}</p>
      ) : (
        <PanelSkeleton lines={9} />
      )}
    </Modal>
  );
}

function Entry({ entry }: { entry: AuditEntry }) {
  const names = useNames([entry]);
  const { actor, target_type, target_id, request_id } = entry;
  const to = (word: string, search: object) => (
    <Link className="small audit-more" to="/audit" search={search}>
      {word}
    </Link>
  );
  const mono = (text: string) => <span className="mono">{text}</span>;
  return (
    <>
      <p className="muted">{events[entry.event].description}</p>
      <Facts
        facts={[
          ["When", `${localOf.format(new Date(entry.at))} (${utcOf(new Date(entry.at))})`],
          ["By", <ActorName key="by" of={entry} />, to("All by this caller", { actor })],
          [kinds[target_type], <TargetName key="about" of={entry} names={names} />, to("Its history", { target_id })],
          ["Its id", mono(target_id), <Copy key="copy" text={target_id} label="Copy the record’s id" />],
          ["Changed fields", changesOf(entry.changes) || "None"],
          ["Call", entry.action],
          ["Request", mono(request_id), <Copy key="copy" text={request_id} label="Copy the request’s id" />],
          ["Same request", to("All that it changed", { request_id })],
          ["Number", entry.sequence === null ? "Not numbered yet: it is, within a second" : String(entry.sequence)],
          ["Hash", mono(entry.hash ?? "Comes with the number")],
        ]}
      />
      <ShowCall procedure="fetchAuditLog" input={() => ({ ids: [entry.id] })} />
    </>
  );
}

const localOf = new Intl.DateTimeFormat("en", { dateStyle: "medium", timeStyle: "medium" });
