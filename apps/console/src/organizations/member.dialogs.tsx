import type { Input } from "@roster/client";
import { change, queryClient } from "../calls/calls.ts";
import { useCallForm } from "../form/call-form.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { PickerField } from "../form/picker.tsx";
import { type Member, memberName } from "./members.table.tsx";

type AddName = "addOrganizationMember" | "addWorkspaceMember";
type UpdateName = "updateOrganizationMember" | "updateWorkspaceMember";

interface AddMemberProps<P extends AddName> {
  procedure: P;
  /** The organization or workspace, as the call takes it. */
  group: Omit<Input<P>, "user_id" | "role">;
  onClose(): void;
}

export function AddMember<P extends AddName>({ procedure, group, onClose }: AddMemberProps<P>) {
  const form = useCallForm<AddName, { user_id: string; role: string }>(procedure, {
    initial: { user_id: "", role: "member" },
    input: ({ user_id, role }) => ({ ...group, user_id, role: role.trim() || undefined }) as Input<P>, // the group's id and the member
    onDone: () => {
      notify("The user is a member now");
      onClose();
    },
  });
  return (
    <FormDialog
      title="Add member"
      form={form}
      submit="Add member"
      isReady={form.values.user_id !== ""}
      onClose={onClose}
    >
      <PickerField form={form} name="user_id" kind="user" label="User" isRequired />
      <Field form={form} name="role" label="Role" hint="A word of your own, such as member or admin" />
    </FormDialog>
  );
}

interface ChangeRoleProps<P extends UpdateName> {
  procedure: P;
  group: Omit<Input<P>, "user_id" | "role">;
  member: Member;
  onClose(): void;
}

export function ChangeRole<P extends UpdateName>({ procedure, group, member, onClose }: ChangeRoleProps<P>) {
  const input = (role: string) => ({ ...group, user_id: member.user.id, role }) as Input<P>; // the group's id and the member
  const undo = () => void change(procedure, input(member.role)).then(() => queryClient.invalidateQueries());
  const form = useCallForm<UpdateName, { role: string }>(procedure, {
    initial: { role: member.role },
    input: ({ role }) => input(role.trim()),
    onDone: ({ role }) => {
      notify(`${memberName(member)} is ${role} now`, undo);
      onClose();
    },
  });
  return (
    <FormDialog title="Change role" form={form} submit="Save" onClose={onClose}>
      <p>
        <bdi>{memberName(member)}</bdi>
      </p>
      <Field form={form} name="role" label="Role" hint="A word of your own, such as member or admin" isRequired />
    </FormDialog>
  );
}
