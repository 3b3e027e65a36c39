import { useState } from "react";
import { textOrNothing, useCallForm } from "../form/call-form.ts";
import { Check, Choice, Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { PickerField } from "../form/picker.tsx";
import { ShownOnce } from "../form/shown-once.tsx";
import { useCan } from "../session/session.ts";

export const linkWords =
  "Whoever has this link can accept the invitation. It is not shown again; resending makes a new one.";

/** Invites an address to the directory, or to the organization that is given, and shows the link once. */
export function Invite({ organizationId = "", onClose }: { organizationId?: string; onClose(): void }) {
  const can = useCan();
  const [link, setLink] = useState<string>();
  const form = useCallForm("inviteUser", {
    initial: {
      email: "",
      first_name: "",
      last_name: "",
      organization_id: organizationId,
      role: "",
      expires_in_days: "7",
      redirect_url: "",
      notify: true,
    },
    input: (values) => ({
      email: values.email.trim(),
      first_name: textOrNothing(values.first_name),
      last_name: textOrNothing(values.last_name),
      organization_id: values.organization_id || undefined,
      role: textOrNothing(values.role),
      expires_in_days: Number(values.expires_in_days),
      redirect_url: textOrNothing(values.redirect_url),
      notify: values.notify,
    }),
    onDone: (invitation) => setLink(invitation.accept_url),
  });
  if (link) {
    const title = form.values.notify ? "Invited; a mail is on its way" : "Invited, without a mail";
    const isMailed = form.values.notify;
    return (
      <ShownOnce title={title} words={linkWords} secret={link} onClose={onClose} {...(isMailed && { done: "Done" })} />
    );
  }
  return (
    <FormDialog title="Invite" form={form} submit="Invite" onClose={onClose} size={520}>
      <Field form={form} name="email" label="Email address" type="email" isRequired />
      <div className="form-pair">
        <Field form={form} name="first_name" label="First name" />
        <Field form={form} name="last_name" label="Last name" />
      </div>
      {can("organizations:read") ? (
        <PickerField
          form={form}
          name="organization_id"
          kind="organization"
          label="Organization"
          hint="None: the person becomes a user only"
        />
      ) : null}
      <div className="form-pair">
        <Field form={form} name="role" label="Role" hint="In the organization; member by default" />
        <Choice
          form={form}
          name="expires_in_days"
          label="Expires"
          hint="The link works until then"
          options={[
            ["1", "In a day"],
            ["7", "In 7 days"],
            ["14", "In 14 days"],
            ["30", "In 30 days"],
          ]}
        />
      </div>
      <Field
        form={form}
        name="redirect_url"
        label="Where the person goes afterwards"
        hint="A web address of an origin that REDIRECT_ORIGINS lists"
      />
      <Check form={form} name="notify" label="Send a mail" hint="Without it, hand over the link yourself" />
    </FormDialog>
  );
}
