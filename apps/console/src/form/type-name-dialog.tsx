import type { Input } from "@roster/client";
import type { MutationName } from "../calls/calls.ts";
import { useCallForm } from "./call-form.ts";
import { Field } from "./field.tsx";
import { FormDialog } from "./form-dialog.tsx";

/** A name as people type it: without marks that nobody sees, and with single spaces. */
const typeable = (text: string) =>
  text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/\s+/gu, " ")
    .trim();

interface TypeNameProps<P extends MutationName> {
  title: string;
  /** The name that the person must type. */
  name: string;
  /** A sentence on everything that is deleted with the record. */
  words: string;
  procedure: P;
  input: Input<P>;
  submit: string;
  onDone(): void;
  onClose(): void;
}

/** Asks to type a record's name before what cannot be undone. */
export function TypeName<P extends MutationName>(props: TypeNameProps<P>) {
  const { title, name, words, procedure, input, submit, onDone, onClose } = props;
  const form = useCallForm<P, { typed: string }>(procedure, { initial: { typed: "" }, input: () => input, onDone });
  const isRight = typeable(form.values.typed) === typeable(name);
  return (
    <FormDialog
      title={title}
      form={{ ...form, isDirty: () => false }}
      submit={submit}
      isDangerous
      isReady={isRight}
      onClose={onClose}
    >
      <p>{words}</p>
      <p>
        To confirm, type <bdi className="typed-name">{name}</bdi>
      </p>
      <Field form={form} name="typed" label="Name" />
    </FormDialog>
  );
}
