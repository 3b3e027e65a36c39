import { useNavigate } from "@tanstack/react-router";
import { textOrNothing, useCallForm } from "../form/call-form.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { slugHint } from "../organizations/organization.dialogs.tsx";

export function CreateWorkspace({ organizationId, onClose }: { organizationId: string; onClose(): void }) {
  const navigate = useNavigate();
  const form = useCallForm("createWorkspace", {
    initial: { name: "", slug: "" },
    input: ({ name, slug }) => ({ organization_id: organizationId, name: name.trim(), slug: textOrNothing(slug) }),
    onDone: ({ id, name }) => {
      notify(`${name} is created`);
      void navigate({
        to: "/organizations/$id/workspaces/$workspace",
        params: { id: organizationId, workspace: id },
        replace: true,
      });
    },
  });
  return (
    <FormDialog title="Create workspace" form={form} submit="Create workspace" onClose={onClose}>
      <Field form={form} name="name" label="Name" isRequired />
      <Field form={form} name="slug" label="Slug" hint={`${slugHint}; derives from the name by default`} />
    </FormDialog>
  );
}
