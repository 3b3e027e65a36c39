import { type Scope, scopes } from "@roster/contract/scopes";
import { useState } from "react";
import { useCallForm } from "../form/call-form.ts";
import { Choice, Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { ShownOnce } from "../form/shown-once.tsx";
import { ScopesField } from "./scopes.field.tsx";

export const keyWords =
  "Keep it where your application reads its secrets. It is not shown again; Roster stores only its hash.";

/** Makes a key with a name, scopes and a lifetime, and shows it once. */
export function CreateKey({ onClose }: { onClose(): void }) {
  const [key, setKey] = useState<string>();
  const [chosen, setChosen] = useState<ReadonlySet<Scope>>(new Set());
  const form = useCallForm("createApiKey", {
    initial: { name: "", days: "90", scopes: "" },
    input: ({ name, days }) => ({
      name: name.trim(),
      scopes: scopes.filter((scope) => chosen.has(scope)),
      expires_in_days: days === "" ? null : Number(days),
    }),
    onDone: (created) => setKey(created.key),
  });
  if (key) return <ShownOnce title="Your new key" words={keyWords} secret={key} onClose={onClose} />;

  function choose(some: ReadonlySet<Scope>) {
    setChosen(some);
    form.set("scopes", [...some].join(" "));
  }
  return (
    <FormDialog title="Create API key" form={form} submit="Create key" onClose={onClose} size={600}>
      <div className="form-pair">
        <Field form={form} name="name" label="Name" hint="The application that uses it" isRequired />
        <Choice
          form={form}
          name="days"
          label="Expires"
          hint="After that it is refused"
          options={[
            ["30", "In 30 days"],
            ["90", "In 90 days"],
            ["365", "In a year"],
            ["", "Never"],
          ]}
        />
      </div>
      <ScopesField chosen={chosen} onChange={choose} fault={form.faultOf("scopes") !== undefined} />
    </FormDialog>
  );
}
