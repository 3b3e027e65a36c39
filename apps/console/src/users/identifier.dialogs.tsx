import type { Input } from "@roster/client";
import { useCallForm } from "../form/call-form.ts";
import { Check, Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import type { Identifier, IdentifierKind } from "./identifier.kinds.tsx";

interface DialogProps {
  kind: IdentifierKind;
  userId: string;
  onClose(): void;
}

const nounOf = ({ noun }: IdentifierKind) => noun[0]?.toUpperCase() + noun.slice(1);

export function AddIdentifier({ kind, userId, onClose }: DialogProps) {
  const { field } = kind;
  const form = useCallForm(kind.add, {
    initial: { [field]: "", is_verified: false, is_primary: false },
    input: ({ [field]: text, ...states }) =>
      ({ user_id: userId, [field]: String(text).trim(), ...states }) as unknown as Input<typeof kind.add>, // `field` is the procedure's own
    onDone: () => {
      onClose();
      notify(`${String(form.values[field]).trim()} is added`);
    },
  });
  return (
    <FormDialog title={kind.another} form={form} submit={kind.another} onClose={onClose}>
      <Field
        form={form}
        name={field}
        label={nounOf(kind)}
        type={kind.type}
        isRequired
        {...(kind.hint && { hint: kind.hint })}
      />
      <Check form={form} name="is_verified" label="Verified" hint={`You vouch that the ${kind.noun} is the user's`} />
      <Check form={form} name="is_primary" label="Primary" hint="Must be verified" />
    </FormDialog>
  );
}

export function ChangeIdentifier({ kind, userId, one, onClose }: DialogProps & { one: Identifier }) {
  const { field, idField } = kind;
  const form = useCallForm(kind.change, {
    initial: { [field]: one.text, is_verified: false },
    input: ({ [field]: text, is_verified }) =>
      ({
        user_id: userId,
        [idField]: one.id,
        [field]: String(text).trim(),
        is_verified,
      }) as unknown as Input<typeof kind.change>, // both fields are the procedure's own
    onDone: () => {
      onClose();
      notify(`${one.text} is now ${String(form.values[field]).trim()}`);
    },
  });
  return (
    <FormDialog title={`Change ${kind.noun}`} form={form} submit={`Change ${kind.noun}`} onClose={onClose}>
      <Field
        form={form}
        name={field}
        label={nounOf(kind)}
        type={kind.type}
        isRequired
        {...(kind.hint && { hint: kind.hint })}
      />
      <Check form={form} name="is_verified" label="Verified" hint={`You vouch that the ${kind.noun} is the user's`} />
      <p className="muted small">
        Codes and links that went to the old {kind.noun} no longer work.
        {one.is_primary ? ` Unless it is verified, another verified ${kind.noun} becomes primary.` : ""}
      </p>
    </FormDialog>
  );
}
