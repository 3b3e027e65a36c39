import { Button, Modal } from "@mantine/core";
import { Copy } from "./copy.tsx";
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

/** A secret that the server shows once. Only the button closes it, so that no stray click loses it. */
export const ShownOnce = ({ title, words, secret, done = "I have stored it", onClose }: ShownOnceProps) => (
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
      <Button onClick={onClose}>{done}</Button>
    </div>
  </Modal>
);
