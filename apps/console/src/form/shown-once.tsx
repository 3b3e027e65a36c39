import { Button, Modal } from "@mantine/core";
import { useRef } from "react";
import { Copy } from "./copy.tsx";
import { useReturnFocus } from "./return-focus.ts";
import { Unsaved } from "./unsaved.tsx";
import "./form.css";
import "./shown-once.css";

interface ShownOnceProps {
  title: string;
  /** Sentences on the secret: its purpose, and where to keep it. */
  words: string;
  secret: string;
  /** Label of the button. By default the person confirms to have stored the secret. */
  done?: string;
  onClose(): void;
}

/** A secret that the server shows once. Only the button closes it: neither a stray click nor Back nor a reload loses it. */
export function ShownOnce({ title, words, secret, done = "I have stored it", onClose }: ShownOnceProps) {
  const isStored = useRef(false);
  useReturnFocus();
  const close = () => {
    isStored.current = true;
    onClose();
  };
  return (
    <>
      <Modal
        opened
        onClose={() => {}}
        withCloseButton={false}
        closeOnEscape={false}
        closeOnClickOutside={false}
        title={title}
        size={520}
      >
        <p>{words}</p>
        <p className="shown-once">
          <code>{secret}</code>
          <Copy text={secret} label="Copy it" />
        </p>
        <div className="form-foot">
          <Button onClick={close}>{done}</Button>
        </div>
      </Modal>
      <Unsaved isDirty={() => !isStored.current} title="Leave without it?" stay="Go back to it" leave="Leave" />
    </>
  );
}
