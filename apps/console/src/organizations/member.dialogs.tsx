import type { User } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { change, queryClient } from "../calls/calls.ts";
import { useCallForm } from "../form/call-form.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { PickerField } from "../form/picker.tsx";
import { nameOf } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import type { GroupCalls } from "./groups.ts";

interface AddMemberProps {
  calls: GroupCalls;
  /** The organization of a workspace, among whose members to choose. */
  within: string | undefined;
  onClose(): void;
}

export function AddMember({ calls, within, onClose }: AddMemberProps) {
  const can = useCan();
  const form = useCallForm<GroupCalls["addMember"], { user_id: string; role: string }>(calls.addMember, {
    initial: { user_id: "", role: "member" },
    input: ({ user_id, role }) => ({ ...calls.of, user_id, role: role.trim() || undefined }),
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
      <PickerField form={form} name="user_id" kind="user" within={within} label="User" isRequired />
      {calls.noun === "organization" && can("invitations:write") ? (
        <p className="muted small">
          Not a user yet?{" "}
          <Link
            to="/organizations/$id/$tab"
            params={{ id: calls.of.organization_id, tab: "invitations" }}
            search={{ dialog: "invite" }}
          >
            Invite by address
          </Link>
        </p>
      ) : null}
      <Field form={form} name="role" label="Role" hint="A word of your own, such as member or admin" />
    </FormDialog>
  );
}

interface ChangeRoleProps {
  calls: GroupCalls;
  member: { user: User; role: string };
  onClose(): void;
}

export function ChangeRole({ calls, member, onClose }: ChangeRoleProps) {
  const { user } = member;
  const input = (role: string) => ({ ...calls.of, user_id: user.id, role });
  const undo = () => void change(calls.updateMember, input(member.role)).then(() => queryClient.invalidateQueries());
  const form = useCallForm<GroupCalls["updateMember"], { role: string }>(calls.updateMember, {
    initial: { role: member.role },
    input: ({ role }) => input(role.trim()),
    onDone: ({ role }) => {
      notify(`${nameOf(user)} is ${role} now`, undo);
      onClose();
    },
  });
  return (
    <FormDialog title="Change role" form={form} submit="Save" onClose={onClose}>
      <p>
        <bdi>{nameOf(user)}</bdi>
      </p>
      <Field form={form} name="role" label="Role" hint="A word of your own, such as member or admin" isRequired />
    </FormDialog>
  );
}
