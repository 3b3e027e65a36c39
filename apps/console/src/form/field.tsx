import { PasswordInput, TextInput } from "@mantine/core";
import type { CallForm, Values } from "./call-form.ts";

interface FieldProps<V extends Values, N extends keyof V & string> {
  form: CallForm<V>;
  name: N;
  label: string;
  hint?: string;
  isRequired?: boolean;
  type?: "text" | "email" | "tel" | "password" | "number";
  autoComplete?: string;
}

/** The server's words begin as the second half of a sentence: "must be …", "is taken". */
const sentence = (text: string | undefined) => text && text[0]?.toLocaleUpperCase() + text.slice(1);

/** A line of text of a form, with what the server said about it. */
export function Field<V extends Values, N extends keyof V & string>(props: FieldProps<V, N>) {
  const { form, name, label, hint, isRequired = false, type = "text", autoComplete = "off" } = props;
  const common = {
    name,
    label,
    description: hint,
    required: isRequired,
    autoComplete,
    value: String(form.values[name]),
    error: sentence(form.faultOf(name)),
    onChange: ({ currentTarget }: React.ChangeEvent<HTMLInputElement>) => form.set(name, currentTarget.value as V[N]), // fields of text
  };
  return type === "password" ? (
    <PasswordInput {...common} visibilityToggleButtonProps={{ "aria-label": "Show the password" }} />
  ) : (
    <TextInput
      {...common}
      type={type === "number" ? "text" : type}
      inputMode={type === "number" ? "numeric" : undefined}
    />
  );
}

/** One of a few values. */
export function Choice<V extends Values, N extends keyof V & string>(
  props: Pick<FieldProps<V, N>, "form" | "name" | "label" | "hint"> & {
    options: readonly (readonly [value: string, words: string])[];
  },
) {
  const { form, name, label, hint, options } = props;
  const fault = sentence(form.faultOf(name));
  return (
    <label className="choice">
      <span className="choice-label">{label}</span>
      {hint ? <span className="muted small">{hint}</span> : null}
      <select
        className="select"
        value={String(form.values[name])}
        onChange={({ currentTarget }) => form.set(name, currentTarget.value as V[N])}
      >
        {options.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
      {fault ? <span className="refusal">{fault}</span> : null}
    </label>
  );
}

/** Yes or no. */
export function Check<V extends Values, N extends keyof V & string>({
  form,
  name,
  label,
  hint,
}: Pick<FieldProps<V, N>, "form" | "name" | "label" | "hint">) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={Boolean(form.values[name])}
        onChange={({ currentTarget }) => form.set(name, currentTarget.checked as V[N])}
      />
      <span>
        {label}
        {hint ? <span className="muted small check-hint">{hint}</span> : null}
      </span>
    </label>
  );
}
