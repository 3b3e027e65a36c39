import type { UserInvitation } from "@roster/client";
import { useState } from "react";
import { useCallForm } from "../form/call-form.ts";
import { Check } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { ShownOnce } from "../form/shown-once.tsx";
import { linkWords } from "./invite.dialog.tsx";

interface ResendProps {
  invitation: UserInvitation;
  onClose(): void;
}

/** Sends an invitation again with a new link, and shows the link once. */
export function Resend({ invitation, onClose }: ResendProps) {
  const [link, setLink] = useState<string>();
  const form = useCallForm("resendInvitation", {
    initial: { notify: true },
    input: ({ notify }) => ({ invitation_id: invitation.id, notify }),
    onDone: (again) => setLink(again.accept_url),
  });
  if (link) {
    const isMailed = form.values.notify;
    const title = isMailed ? "Sent again, with a new link" : "A new link, without a mail";
    return (
      <ShownOnce title={title} words={linkWords} secret={link} onClose={onClose} {...(isMailed && { done: "Done" })} />
    );
  }
  return (
    <FormDialog title="Resend the invitation" form={form} submit="Resend" onClose={onClose}>
      <p>
        <bdi>{invitation.email}</bdi> gets a new link with a new lifetime. Links sent before no longer work.
      </p>
      <Check form={form} name="notify" label="Send a mail" hint="Without it, hand over the link yourself" />
    </FormDialog>
  );
}
