import type { WaitlistUser } from "@roster/client";
import type { Act } from "../form/act.tsx";
import { textOrNothing, useCallForm } from "../form/call-form.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { nameOf } from "./words.ts";

interface RejectDialogProps {
  entry: WaitlistUser;
  act: Act;
  onClose(): void;
}

/** Rejects an entry with a reason, which only people who read the waitlist see. */
export function RejectDialog({ entry, act, onClose }: RejectDialogProps) {
  const input = { waitlist_user_id: entry.id };
  const undo = () => void act.act(entry.id, { procedure: "reopenWaitlistUser", input }, `${nameOf(entry)} waits again`);
  const form = useCallForm("rejectWaitlistUser", {
    initial: { reason: "" },
    input: ({ reason }) => ({ ...input, reason: textOrNothing(reason) }),
    onDone: () => {
      notify(`${nameOf(entry)} is rejected`, undo);
      onClose();
    },
  });
  return (
    <FormDialog title="Reject" form={form} submit="Reject" isDangerous onClose={onClose}>
      <p>
        <bdi>{entry.email}</bdi> gets no mail, and may join again.
      </p>
      <Field form={form} name="reason" label="Reason" hint="Shown in the entry, to whoever reads the waitlist" />
    </FormDialog>
  );
}
