import { useNavigate } from "@tanstack/react-router";
import { textOrNothing, useCallForm } from "../form/call-form.ts";
import { Field } from "../form/field.tsx";
import { FormDialog } from "../form/form-dialog.tsx";
import { notify } from "../form/notify.tsx";
import { nameOf } from "../person/person.tsx";

/** Creates a user, and opens the new one's page. */
export function CreateUser({ onClose }: { onClose(): void }) {
  const navigate = useNavigate();
  const form = useCallForm("createUser", {
    initial: { first_name: "", last_name: "", email_address: "", phone_number: "", username: "", password: "" },
    input: (values) => ({
      first_name: values.first_name.trim(),
      last_name: values.last_name.trim(),
      email_address: textOrNothing(values.email_address),
      phone_number: textOrNothing(values.phone_number),
      username: textOrNothing(values.username),
      password: values.password || undefined,
    }),
    onDone: (user) => {
      notify(`${nameOf(user)} is created`);
      void navigate({ to: "/users/$id/$tab", params: { id: user.id, tab: "overview" }, replace: true });
    },
  });
  return (
    <FormDialog title="Create user" form={form} submit="Create user" onClose={onClose}>
      <div className="form-pair">
        <Field form={form} name="first_name" label="First name" isRequired />
        <Field form={form} name="last_name" label="Last name" isRequired />
      </div>
      <Field
        form={form}
        name="email_address"
        label="Email address"
        type="email"
        hint="Stored as verified: you vouch for it"
      />
      <Field
        form={form}
        name="phone_number"
        label="Phone number"
        type="tel"
        hint="With the country's code, such as +49 30 901820; stored as verified"
      />
      <div className="form-pair">
        <Field form={form} name="username" label="Username" />
        <Field form={form} name="password" label="Password" type="password" autoComplete="new-password" />
      </div>
    </FormDialog>
  );
}
