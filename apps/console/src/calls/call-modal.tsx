import { Modal } from "@mantine/core";
import type { ProcedureName } from "@roster/client";
import { Copy } from "../form/copy.tsx";
import { codeOf } from "./code.ts";
import "./call-modal.css";

/** The call as code, without the key. */
export default function CallModal({
  procedure,
  input,
  onClose,
}: {
  procedure: ProcedureName;
  input: unknown;
  onClose(): void;
}) {
  return (
    <Modal
      opened
      onClose={onClose}
      title="The same as a call"
      size={640}
      zIndex={300}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <div className="calls">
        {codeOf(procedure, input).map(({ title, code }) => (
          <section key={title} aria-label={title}>
            <div className="calls-head">
              <h3>{title}</h3>
              <Copy text={code} label={`Copy: ${title}`} />
            </div>
            {/* Focusable, so that the keyboard can scroll it. */}
            <pre tabIndex={0}>{code}</pre>
          </section>
        ))}
      </div>
    </Modal>
  );
}
