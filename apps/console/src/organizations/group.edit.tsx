import { read } from "../calls/calls.ts";
import { Conflicts } from "../form/conflicts.tsx";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { useVersionedForm } from "../form/versioned-form.ts";
import { slugHint } from "./group.create.tsx";
import type { Group, GroupCalls } from "./groups.ts";

const labels = { name: "Name", slug: "Slug" } as const;

const valuesOf = ({ version, name, slug }: Group) => ({ version, values: { name, slug } });

/** Changes what an organization or a workspace is called. */
export function EditGroup({ calls, group, onClose }: { calls: GroupCalls; group: Group; onClose(): void }) {
  const { form, conflicts, choose, ...rest } = useVersionedForm<GroupCalls["update"], keyof typeof labels>(
    calls.update,
    {
      labels,
      record: valuesOf(group),
      input: (changed, if_version) => ({ ...calls.of, ...changed, if_version }),
      readAgain: async () => valuesOf(await read(calls.fetch, calls.of)),
      onDone: () => {
        onClose();
        notify("The name is saved");
      },
    },
  );
  return (
    <FormDialog title={`Edit ${calls.noun}`} form={form} onClose={onClose} {...rest}>
      {conflicts.length > 0 ? <Conflicts conflicts={conflicts} onChoose={choose} /> : null}
      <Field form={form} name="name" label={labels.name} isRequired />
      <Field form={form} name="slug" label={labels.slug} hint={slugHint} isRequired />
    </FormDialog>
  );
}
