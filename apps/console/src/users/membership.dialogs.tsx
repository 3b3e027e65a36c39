import type { OrganizationMembership, User, UserDetails } from "@roster/client";
import { useCallForm } from "../form/call-form.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { PickerField } from "../form/picker.tsx";
import { nameOf } from "../person/person.tsx";

const roleHint = "A word of your own, such as member or admin";

export function JoinOrganization({ user, onClose }: { user: User; onClose(): void }) {
  const form = useCallForm("addOrganizationMember", {
    initial: { organization_id: "", role: "member" },
    input: ({ organization_id, role }) => ({ organization_id, user_id: user.id, role: role.trim() || undefined }),
    onDone: ({ organization_name }) => {
      onClose();
      notify(`${nameOf(user)} is a member of ${organization_name}`);
    },
  });
  return (
    <FormDialog
      title="Add to an organization"
      form={form}
      submit="Add"
      isReady={form.values.organization_id !== ""}
      onClose={onClose}
    >
      <PickerField form={form} name="organization_id" kind="organization" label="Organization" isRequired />
      <Field form={form} name="role" label="Role" hint={roleHint} />
    </FormDialog>
  );
}

export function JoinWorkspace(props: { details: UserDetails; organization: OrganizationMembership; onClose(): void }) {
  const { details, organization, onClose } = props;
  const { organization_id, organization_name } = organization;
  const form = useCallForm("addWorkspaceMember", {
    initial: { workspace_id: "", role: "member" },
    input: ({ workspace_id, role }) => ({
      workspace_id,
      user_id: details.user.id,
      role: role.trim() || undefined,
    }),
    onDone: ({ workspace_name }) => {
      onClose();
      notify(`${nameOf(details.user)} is a member of ${workspace_name}`);
    },
  });
  return (
    <FormDialog
      title={`Add to a workspace of ${organization_name}`}
      form={form}
      submit="Add"
      isReady={form.values.workspace_id !== ""}
      onClose={onClose}
    >
      <PickerField
        form={form}
        name="workspace_id"
        kind="workspace"
        within={organization_id}
        label="Workspace"
        isRequired
      />
      <Field form={form} name="role" label="Role" hint={roleHint} />
    </FormDialog>
  );
}
