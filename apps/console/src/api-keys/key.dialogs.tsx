import type { ApiKey } from "@roster/client";
import { useState } from "react";
import { useCallForm } from "../form/call-form.ts";
import { Choice, Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { ShownOnce } from "../form/shown-once.tsx";
import { keyWords } from "./key.create.tsx";

interface KeyDialogProps {
  apiKey: ApiKey;
  onClose(): void;
}

export function RenameKey({ apiKey, onClose }: KeyDialogProps) {
  const form = useCallForm("updateApiKey", {
    initial: { name: apiKey.name },
    input: ({ name }) => ({ api_key_id: apiKey.id, name: name.trim() }),
    onDone: onClose,
  });
  return (
    <FormDialog title="Rename key" form={form} submit="Rename" onClose={onClose}>
      <Field form={form} name="name" label="Name" isRequired />
    </FormDialog>
  );
}

/** Makes a successor, and ends the key after the overlap. */
export function RotateKey({ apiKey, onClose }: KeyDialogProps) {
  const [key, setKey] = useState<string>();
  const form = useCallForm("rotateApiKey", {
    initial: { overlap_hours: "24" },
    input: ({ overlap_hours }) => ({ api_key_id: apiKey.id, overlap_hours: Number(overlap_hours) }),
    onDone: (successor) => setKey(successor.key),
  });
  if (key) return <ShownOnce title={`The new key of ${apiKey.name}`} words={keyWords} secret={key} onClose={onClose} />;
  return (
    <FormDialog title={`Rotate ${apiKey.name}`} form={form} submit="Rotate" onClose={onClose}>
      <p>A new key with the same name, scopes and expiry takes its place.</p>
      <Choice
        form={form}
        name="overlap_hours"
        label="The old key works for"
        hint="While you put the new one in its place"
        options={[
          ["0", "Not a moment longer"],
          ["1", "1 hour"],
          ["24", "24 hours"],
          ["168", "7 days"],
        ]}
      />
    </FormDialog>
  );
}

export function RevokeKey({ apiKey, onClose }: KeyDialogProps) {
  const form = useCallForm("revokeApiKey", {
    initial: {},
    input: () => ({ api_key_id: apiKey.id }),
    onDone: () => {
      notify(`${apiKey.name} is revoked`);
      onClose();
    },
  });
  return (
    <FormDialog title={`Revoke ${apiKey.name}?`} form={form} submit="Revoke key" isDangerous onClose={onClose}>
      <p>Applications that use it are refused from now on. That cannot be undone.</p>
      <p className="muted">
        It begins with <code>{apiKey.prefix}</code>. {apiKey.last_used_at ? "" : "It was never used."}
      </p>
    </FormDialog>
  );
}
