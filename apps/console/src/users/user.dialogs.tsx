import type { PrivateUser, UserDetails } from "@roster/client";
import { useNavigate } from "@tanstack/react-router";
import type { Act } from "../form/act.tsx";
import { textOrNothing, useCallForm } from "../form/call-form.ts";
import { useDialog } from "../form/dialog.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { TypeName } from "../form/type-name-dialog.tsx";
import { nameOf } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { counted } from "../table/pager.tsx";

interface DialogProps {
  user: PrivateUser;
  act: Act;
  onClose(): void;
}

/** The dialogs of the page's head, as the address opens them. */
export function UserDialogs({ details, act }: { details: UserDetails; act: Act }) {
  const dialog = useDialog();
  const can = useCan();
  const props = { user: details.user, act, onClose: dialog.close };
  if (dialog.name === "deactivate" && can("users:write")) return <Deactivate {...props} />;
  if (dialog.name === "password" && can("users:password")) return <SetPassword {...props} />;
  if (dialog.name === "remove-password" && can("users:password")) return <RemovePassword {...props} />;
  if (dialog.name === "delete" && can("users:write")) return <DeleteUser {...props} details={details} />;
  return null;
}

function Deactivate({ user, act, onClose }: DialogProps) {
  const of = { user_id: user.id };
  const form = useCallForm("deactivateUser", {
    initial: { reason: "" },
    input: ({ reason }) => ({ ...of, reason: textOrNothing(reason) }),
    onDone: () => {
      onClose();
      notify(
        `${nameOf(user)} is deactivated`,
        () => void act.act(user.id, { procedure: "reactivateUser", input: of }, "Undone"),
      );
    },
  });
  return (
    <FormDialog title="Deactivate this user?" form={form} submit="Deactivate" onClose={onClose}>
      <p>All data stays. The password no longer works, until you reactivate the user.</p>
      <Field form={form} name="reason" label="Reason" hint="Shown on this page; may stay empty" />
    </FormDialog>
  );
}

function SetPassword({ user, onClose }: DialogProps) {
  const form = useCallForm("updatePassword", {
    initial: { new_password: "" },
    input: ({ new_password }) => ({ user_id: user.id, new_password }),
    onDone: () => {
      onClose();
      notify(`${nameOf(user)} has a new password`);
    },
  });
  return (
    <FormDialog title="Set password" form={form} submit="Set password" onClose={onClose}>
      <p>
        {user.has_password ? "It replaces the present one. " : ""}
        The user gets a notice by mail. To let the user choose, send a password reset instead.
      </p>
      <Field
        form={form}
        name="new_password"
        label="New password"
        type="password"
        autoComplete="new-password"
        isRequired
      />
    </FormDialog>
  );
}

function RemovePassword({ user, onClose }: DialogProps) {
  const form = useCallForm("removePassword", {
    initial: {},
    input: () => ({ user_id: user.id }),
    onDone: () => {
      onClose();
      notify(`${nameOf(user)} has no password any more`);
    },
  });
  return (
    <FormDialog title="Remove the password?" form={form} submit="Remove password" onClose={onClose} isDangerous>
      <p>The user can no longer sign in with it, and gets a notice by mail. A password reset sets a new one.</p>
    </FormDialog>
  );
}

/** "2 addresses", or nothing for none. */
const several = (count: number, one: string, more: string) =>
  count === 0 ? [] : [`${counted(count)} ${count === 1 ? one : more}`];

const listed = new Intl.ListFormat("en");

function DeleteUser({ user, details, onClose }: DialogProps & { details: UserDetails }) {
  const navigate = useNavigate();
  const { emails, phones, social_connections, organizations, workspaces } = details;
  const attached = [
    ...several(emails.length, "address", "addresses"),
    ...several(phones.length, "number", "numbers"),
    ...several(social_connections.length, "social connection", "social connections"),
    ...several(organizations.length + workspaces.length, "membership", "memberships"),
    "the metadata",
    "the person's invitations, waitlist entries and messages",
  ];
  return (
    <TypeName
      title="Delete this user?"
      name={nameOf(user)}
      words={`It also deletes ${listed.format(attached)}. That cannot be undone.${user.is_active ? " To keep the data, deactivate the user instead." : ""}`}
      procedure="deleteUser"
      input={{ user_id: user.id }}
      submit="Delete user"
      onDone={() => {
        notify(`${nameOf(user)} is deleted`);
        void navigate({ to: "/users", replace: true });
      }}
      onClose={onClose}
    />
  );
}
