import type { Input, Organization, Workspace } from "@roster/client";
import { Conflicts } from "../form/conflicts.tsx";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { useVersionedForm } from "../form/versioned-form.ts";
import { slugHint } from "./organization.dialogs.tsx";

const labels = { name: "Name", slug: "Slug" } as const;

type Group = Organization | Workspace;
const valuesOf = ({ version, name, slug }: Group) => ({ version, values: { name, slug } });

interface EditGroupProps<P extends "updateOrganization" | "updateWorkspace"> {
  title: string;
  procedure: P;
  /** The organization or workspace, as the call takes it. */
  of: Input<P>;
  group: Group;
  readAgain(): Promise<Group>;
  onClose(): void;
}

/** Changes what an organization or a workspace is called. */
export function EditGroup<P extends "updateOrganization" | "updateWorkspace">(props: EditGroupProps<P>) {
  const { title, procedure, of, group, readAgain, onClose } = props;
  const { form, conflicts, choose, ...rest } = useVersionedForm<P, keyof typeof labels>(procedure, {
    labels,
    record: valuesOf(group),
    input: (changed, if_version) => ({ ...of, ...changed, if_version }),
    readAgain: async () => valuesOf(await readAgain()),
    onDone: () => {
      onClose();
      notify("The name is saved");
    },
  });
  return (
    <FormDialog title={title} form={form} onClose={onClose} {...rest}>
      {conflicts.length > 0 ? <Conflicts conflicts={conflicts} onChoose={choose} /> : null}
      <Field form={form} name="name" label={labels.name} isRequired />
      <Field form={form} name="slug" label={labels.slug} hint={slugHint} isRequired />
    </FormDialog>
  );
}
