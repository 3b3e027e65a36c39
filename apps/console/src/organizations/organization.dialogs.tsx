import { useNavigate } from "@tanstack/react-router";
import { textOrNothing, useCallForm } from "../form/call-form.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";

/** What a slug is, for the forms of organizations and workspaces. */
export const slugHint = "Its name in URLs: small letters, digits and dashes";

export function CreateOrganization({ onClose }: { onClose(): void }) {
  const navigate = useNavigate();
  const form = useCallForm("createOrganization", {
    initial: { name: "", slug: "" },
    input: ({ name, slug }) => ({ name: name.trim(), slug: textOrNothing(slug) }),
    onDone: ({ id, name }) => {
      notify(`${name} is created`);
      void navigate({ to: "/organizations/$id/$tab", params: { id, tab: "members" }, replace: true });
    },
  });
  return (
    <FormDialog title="Create organization" form={form} submit="Create organization" onClose={onClose}>
      <Field form={form} name="name" label="Name" isRequired />
      <Field form={form} name="slug" label="Slug" hint={`${slugHint}; derives from the name by default`} />
    </FormDialog>
  );
}
