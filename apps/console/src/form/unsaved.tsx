import { Button, Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";

/** Asks before the page or the dialog is left with something that was typed and not saved. */
export function Unsaved({ isDirty }: { isDirty(): boolean }) {
  const blocker = useBlocker({ shouldBlockFn: isDirty, enableBeforeUnload: isDirty, withResolver: true });
  return (
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
  );
}
