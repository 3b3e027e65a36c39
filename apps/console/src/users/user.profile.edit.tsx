import type { PrivateUser } from "@roster/client";
import { useRef, useState } from "react";
import { queryClient, read, refusalOf } from "../calls/calls.ts";
import { textOrNull, useCallForm } from "../form/call-form.ts";
import { areChosen, type Conflict, Conflicts } from "../form/conflicts.tsx";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";

const labels = {
  first_name: "First name",
  last_name: "Last name",
  username: "Username",
  external_id: "External id",
  profile_picture_url: "Picture's address",
} as const;

type Name = keyof typeof labels;
const names = Object.keys(labels) as Name[]; // the keys of a constant
type Profile = Record<Name, string>;

const profileOf = (user: PrivateUser) => Object.fromEntries(names.map((name) => [name, user[name] ?? ""])) as Profile; // all names

/** Changes the profile: only what was changed here is sent, and only on the version that was read. */
export function EditProfile({ user, onClose }: { user: PrivateUser; onClose(): void }) {
  // The record as it was read last. The one on the page may be newer, and is not what the person saw in the fields.
  const seen = useRef({ version: user.version, profile: profileOf(user) });
  const [initial] = useState(seen.current.profile);
  const [conflicts, setConflicts] = useState<Conflict[]>([]);
  const changed = (values: Profile) => names.filter((name) => values[name].trim() !== seen.current.profile[name]);
  const form = useCallForm("updateUser", {
    initial,
    input: (values) => ({
      user_id: user.id,
      ...Object.fromEntries(changed(values).map((name) => [name, textOrNull(values[name])])),
      if_version: seen.current.version,
    }),
    onDone: () => {
      onClose();
      notify("The profile is saved");
    },
    onRefused: (error) => refusalOf(error)?.error_code === "version_mismatch" && void compare(),
  });

  async function compare() {
    await queryClient.invalidateQueries();
    const { user: now } = await read("fetchUserDetails", { user_id: user.id });
    const before = seen.current.profile;
    const theirs = profileOf(now);
    seen.current = { version: now.version, profile: theirs };
    const found = names
      .filter((name) => theirs[name] !== before[name] && theirs[name] !== form.values[name].trim())
      .map((name): Conflict => {
        const mine = form.values[name];
        const isTouched = mine.trim() !== before[name];
        if (!isTouched) form.set(name, theirs[name]);
        return { name, label: labels[name], mine, theirs: theirs[name], kept: isTouched ? undefined : "theirs" };
      });
    setConflicts(found);
    // Something else has changed, such as the last sign-in.
    if (found.length === 0) form.submit();
  }

  const choose = (chosen: string, kept: "mine" | "theirs") => {
    setConflicts(conflicts.map((one) => (one.name === chosen ? { ...one, kept } : one)));
    const conflict = conflicts.find(({ name }) => name === chosen);
    if (conflict) form.set(conflict.name as Name, conflict[kept]); // made of names above
  };

  const isMismatch = refusalOf(form.fault)?.error_code === "version_mismatch";
  return (
    <FormDialog
      title="Edit profile"
      form={{ ...form, fault: isMismatch ? null : form.fault }}
      submit={conflicts.length > 0 ? "Save again" : "Save"}
      isReady={areChosen(conflicts)}
      onClose={onClose}
    >
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
