import { Button } from "@mantine/core";
import type { Input, Metadata } from "@roster/client";
import { useEffect, useRef, useState } from "react";
import { queryClient, refusalOf } from "../calls/calls.ts";
import { ShowCall } from "../calls/show-call.tsx";
import { useCallForm } from "../form/call-form.ts";
import { areChosen, type Conflict, Conflicts } from "../form/conflicts.tsx";
import { useDialog } from "../form/dialog.ts";
import { notify } from "../form/notify.tsx";
import { Unsaved } from "../form/unsaved.tsx";
import { messageOf } from "../shell/faults.tsx";
import { Panel, PanelAction } from "../shell/panel.tsx";
import { compare, documentOf, mergePatch, textOf, withValue } from "./documents.ts";
import { JsonEditor } from "./json-editor.tsx";
import { JsonView } from "./json-view.tsx";
import "../form/form.css";

/** A document and the version of the record that has it. */
interface Stored {
  document: Metadata;
  version: number;
}

interface MetadataPanelProps<P extends "updateUser" | "updateOrganization" | "updateWorkspace"> {
  title: string;
  /** The field of the call. */
  field: "public_metadata" | "private_metadata";
  procedure: P;
  /** The record, as the call takes it. */
  of: Input<P>;
  stored: Stored;
  /** Reads the record anew, after somebody else has changed it. */
  readAgain(): Promise<Stored>;
  mayWrite: boolean;
}

/** Metadata of a record: to read, and in an editor that the address opens. */
export function MetadataPanel<P extends "updateUser" | "updateOrganization" | "updateWorkspace">(
  props: MetadataPanelProps<P>,
) {
  const { title, field, stored, mayWrite } = props;
  const dialog = useDialog();
  const isOpen = mayWrite && dialog.name === "edit" && dialog.of === field;
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(isOpen);
  // The focus goes back to where it came from.
  useEffect(() => {
    if (wasOpen.current && !isOpen) button.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  return (
    <Panel
      title={title}
      action={
        mayWrite && !isOpen ? (
          <PanelAction ref={button} data-key="edit" onClick={() => dialog.open("edit", field)}>
            Edit<span className="hidden"> {title.toLowerCase()}</span>
          </PanelAction>
        ) : null
      }
    >
      {isOpen ? (
        <EditMetadata {...props} onClose={dialog.close} />
      ) : (
        <JsonView label={title} text={textOf(stored.document)} />
      )}
    </Panel>
  );
}

/** Saving sends the merge patch from what was read to what is typed, and only on the version that was read. */
function EditMetadata<P extends "updateUser" | "updateOrganization" | "updateWorkspace">(
  props: MetadataPanelProps<P> & { onClose(): void },
) {
  const { title, field, procedure, of, stored, readAgain, onClose } = props;
  const seen = useRef(stored);
  const [initial] = useState({ text: textOf(stored.document) });
  const [conflicts, setConflicts] = useState<(Conflict & { take(document: Metadata, isMine: boolean): Metadata })[]>(
    [],
  );
  const [refusedText, setRefusedText] = useState<string>();
  const form = useCallForm<P, { text: string }>(procedure, {
    initial,
    input: ({ text }) => ({
      ...of,
      [field]: mergePatch(seen.current.document, documentOf(text) ?? seen.current.document),
      if_version: seen.current.version,
    }),
    onDone: () => {
      onClose();
      notify(`${title} is saved`);
    },
    onRefused: (error) => {
      setRefusedText(form.values.text);
      if (refusalOf(error)?.error_code === "version_mismatch") void compareAnew();
    },
  });
  const { text } = form.values;
  const document = documentOf(text);

  async function compareAnew() {
    const mine = documentOf(form.values.text);
    const now = await readAgain();
    await queryClient.invalidateQueries();
    if (!mine) return;
    const found = compare(seen.current.document, mine, now.document);
    seen.current = now;
    setConflicts(
      found.map(({ path, mine: ours, theirs, isTouched }) => ({
        name: JSON.stringify(path),
        label: path.join(" › "),
        mine: textOf(ours),
        theirs: textOf(theirs),
        kept: isTouched ? undefined : "theirs",
        take: (whole, isMine) => withValue(whole, path, isMine ? ours : theirs),
      })),
    );
    // Something else has changed, such as the last sign-in.
    if (found.length === 0) return form.submit();
    const merged = found.reduce((all, one) => (one.isTouched ? all : withValue(all, one.path, one.theirs)), mine);
    form.set("text", textOf(merged));
  }

  const choose = (name: string, kept: "mine" | "theirs") => {
    const chosen = conflicts.find((one) => one.name === name);
    if (!chosen || !document) return;
    setConflicts(conflicts.map((one) => (one === chosen ? { ...one, kept } : one)));
    form.set("text", textOf(chosen.take(document, kept === "mine")));
  };

  const refusal = refusalOf(form.fault);
  const isMismatch = refusal?.error_code === "version_mismatch";
  const faults = refusedText === text ? (refusal?.field_errors ?? none) : none;
  const isReady = document !== undefined && areChosen(conflicts) && !form.isPending;
  const save = () => isReady && form.submit();
  return (
    <div className="json-edit">
      {conflicts.length > 0 ? <Conflicts conflicts={conflicts} onChoose={choose} /> : null}
      <JsonEditor
        label={title}
        text={text}
        before={seen.current.document}
        faults={faults.map(({ path, message }) => ({ path: path.slice(field.length + 1), message }))}
        onChange={(typed) => form.set("text", typed)}
        onSave={save}
      />
      {form.fault && !isMismatch && !refusal?.field_errors ? (
        <p className="refusal" role="alert">
          {messageOf(form.fault)}
        </p>
      ) : null}
      <div className="form-foot">
        <ShowCall procedure={procedure} input={form.input} />
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={form.isPending} disabled={!isReady} onClick={save}>
          {conflicts.length > 0 ? "Save again" : "Save"}
        </Button>
      </div>
      <Unsaved isDirty={form.isDirty} />
    </div>
  );
}

const none: never[] = [];
