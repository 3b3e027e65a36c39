import { Modal } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { useCan } from "../session/session.ts";
import { Fault, isUnknown } from "../shell/faults.tsx";
import type { Found } from "../table/record.ts";
import { useReturnFocus } from "./return-focus.ts";
import "./form.css";

interface RecordDialogProps<Row> {
  found: Found<Row>;
  title(record: Row): string;
  /** The kind of record in words, such as "message", for the title when it does not exist. */
  noun: string;
  /** A further sentence when the record does not exist. */
  gone?: string;
  onClose(): void;
  children(record: Row): ReactNode;
}

/** A record in a dialog that its address opens, on whichever page of the list it is. */
export function RecordDialog<Row>({ found, title, noun, gone, onClose, children }: RecordDialogProps<Row>) {
  const { id, record, error } = found;
  const can = useCan();
  const body = useRef<HTMLDivElement>(null);
  useReturnFocus();
  // An act takes its button away; the focus stays in the dialog.
  useEffect(() => {
    if (document.activeElement === document.body) body.current?.focus();
  });
  const isGone = found.isGone || isUnknown(error);
  return (
    <Modal
      opened
      onClose={onClose}
      title={<bdi>{record ? title(record) : isGone ? `No such ${noun}` : "…"}</bdi>}
      size={560}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {record ? (
        <div ref={body} className="record" tabIndex={-1}>
          {children(record)}
        </div>
      ) : null}
      {!record && isGone ? (
        <>
          <p role="status">
            There is no {noun} with the id <bdi>{id}</bdi> any more. {gone}
          </p>
          {can("audit:read") ? (
            <p>
              <Link to="/audit" search={{ target_id: id }}>
                Look for it in the audit log
              </Link>
            </p>
          ) : null}
        </>
      ) : null}
      {!record && error && !isGone ? <Fault error={error} /> : null}
    </Modal>
  );
}
