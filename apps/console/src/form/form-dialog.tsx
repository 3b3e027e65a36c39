import { Button, Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import { ShowCall } from "../calls/show-call.tsx";
import { messageOf } from "../shell/faults.tsx";
import type { Submission } from "./call-form.ts";
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
  const body = useRef<HTMLFormElement>(null);
  const blocker = useBlocker({
    shouldBlockFn: () => form.isDirty(),
    enableBeforeUnload: () => form.isDirty(),
    withResolver: true,
  });
  const hasFault = form.fault !== null;
  // What is to be typed first has the focus, and after a refusal the first field that is refused.
  useEffect(() => body.current?.querySelector<HTMLElement>("input, select, textarea, [contenteditable]")?.focus(), []);
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
        ref={body}
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
      <Modal
        opened={blocker.status === "blocked"}
        onClose={() => blocker.reset?.()}
        title="Discard what you typed?"
        size={360}
        zIndex={300}
        closeButtonProps={{ "aria-label": "Go on typing" }}
      >
        <div className="form-foot">
          <Button variant="default" data-autofocus onClick={() => blocker.reset?.()}>
            Go on typing
          </Button>
          <Button color="red" onClick={() => blocker.proceed?.()}>
            Discard
          </Button>
        </div>
      </Modal>
    </Modal>
  );
}
