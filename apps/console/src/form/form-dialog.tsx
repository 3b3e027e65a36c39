import { Button, Modal } from "@mantine/core";
import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { ShowCall } from "../calls/show-call.tsx";
import { messageOf } from "../shell/faults.tsx";
import type { Submission } from "./call-form.ts";
import { useReturnFocus } from "./return-focus.ts";
import { Unsaved } from "./unsaved.tsx";
import "./form.css";

interface FormDialogProps {
  title: string;
  form: Submission;
  submit: string;
  onClose(): void;
  isDangerous?: boolean;
  /** Whether the call can be made now. */
  isReady?: boolean;
  size?: number;
  children: ReactNode;
}

/** A form in a dialog. Its call can be seen; what was typed is not lost by a click beside it. */
export function FormDialog({
  title,
  form,
  submit,
  onClose,
  isDangerous,
  isReady = true,
  size = 440,
  children,
}: FormDialogProps) {
  useReturnFocus();
  const body = useRef<HTMLFormElement>(null);
  // The first field has the focus. The dialog's focus trap sets it, once the content is there.
  const enter = useCallback((element: HTMLFormElement | null) => {
    body.current = element;
    element?.querySelector("input, select, textarea, [contenteditable]")?.setAttribute("data-autofocus", "");
  }, []);
  const hasFault = form.fault !== null;
  // After a refusal the first field that is refused has it.
  useEffect(() => {
    if (!form.isPending) body.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus();
  }, [form.isPending]);
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={size}
      closeButtonProps={{ "aria-label": "Close" }}
      closeOnClickOutside={!form.isPending}
    >
      <form
        ref={enter}
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !form.isPending) form.submit();
        }}
      >
        {children}
        {hasFault && form.fault ? (
          <p className="refusal" role="alert">
            {messageOf(form.fault)}
          </p>
        ) : null}
        <div className="form-foot">
          <ShowCall procedure={form.procedure} input={form.input} />
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={form.isPending} disabled={!isReady} {...(isDangerous && { color: "red" })}>
            {submit}
          </Button>
        </div>
      </form>
      <Unsaved isDirty={form.isDirty} />
    </Modal>
  );
}
