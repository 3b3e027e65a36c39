import type { Output } from "@roster/client";
import { textOrNothing, useCallForm } from "../form/call-form.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";

/** What a slug is, for the forms of organizations and workspaces. */
export const slugHint = "Its name in URLs: small letters, digits and dashes";

type CreateName = "createOrganization" | "createWorkspace";

interface CreateGroupProps<P extends CreateName> {
  procedure: P;
  noun: string;
  /** The organization of a workspace. */
  within: P extends "createWorkspace" ? { organization_id: string } : object;
  onDone(group: Output<CreateName>): void;
  onClose(): void;
}

/** Creates an organization, or a workspace within one. */
export function CreateGroup<P extends CreateName>({ procedure, noun, within, onDone, onClose }: CreateGroupProps<P>) {
  const form = useCallForm<CreateName, { name: string; slug: string }>(procedure, {
    initial: { name: "", slug: "" },
    input: ({ name, slug }) => ({ ...within, name: name.trim(), slug: textOrNothing(slug) }),
    onDone: (group) => {
      notify(`${group.name} is created`);
      onDone(group);
    },
  });
  return (
    <FormDialog title={`Create ${noun}`} form={form} submit={`Create ${noun}`} onClose={onClose}>
      <Field form={form} name="name" label="Name" isRequired />
      <Field form={form} name="slug" label="Slug" hint={`${slugHint}; derives from the name by default`} />
    </FormDialog>
  );
}
