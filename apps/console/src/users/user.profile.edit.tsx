import type { PrivateUser } from "@roster/client";
import { read } from "../calls/calls.ts";
import { textOrNull } from "../form/call-form.ts";
import { Conflicts } from "../form/conflicts.tsx";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { useVersionedForm } from "../form/versioned-form.ts";

const labels = {
  first_name: "First name",
  last_name: "Last name",
  username: "Username",
  external_id: "External id",
  profile_picture_url: "Picture's address",
} as const;

type Name = keyof typeof labels;
const names = Object.keys(labels) as Name[]; // the keys of a constant

const profileOf = (user: PrivateUser) => ({
  version: user.version,
  values: Object.fromEntries(names.map((name) => [name, user[name] ?? ""])) as Record<Name, string>, // all names
});

export function EditProfile({ user, onClose }: { user: PrivateUser; onClose(): void }) {
  const { form, conflicts, choose, ...rest } = useVersionedForm("updateUser", {
    labels,
    record: profileOf(user),
    input: (changed, if_version) => ({
      user_id: user.id,
      ...Object.fromEntries(Object.entries(changed).map(([name, text]) => [name, textOrNull(text)])),
      if_version,
    }),
    readAgain: async () => profileOf((await read("fetchUserDetails", { user_id: user.id })).user),
    onDone: () => {
      onClose();
      notify("The profile is saved");
    },
  });
  return (
    <FormDialog title="Edit profile" form={form} onClose={onClose} {...rest}>
      {conflicts.length > 0 ? <Conflicts conflicts={conflicts} onChoose={choose} /> : null}
      <div className="form-pair">
        <Field form={form} name="first_name" label={labels.first_name} />
        <Field form={form} name="last_name" label={labels.last_name} />
      </div>
      <Field form={form} name="username" label={labels.username} />
      <Field form={form} name="external_id" label={labels.external_id} hint="The user's id in your own system" />
      <Field
        form={form}
        name="profile_picture_url"
        label={labels.profile_picture_url}
        hint="Starts with https:// to be shown here"
      />
    </FormDialog>
  );
}
