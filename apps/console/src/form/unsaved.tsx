import { Button, Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";

/** Escape on these is not for the dialog below, nor is the Escape that opened the question for the question. */
const ownEscape = { "data-mantine-stop-propagation": "true" };

/** Asks before the page or the dialog is left with something that was typed and not saved. */
export function Unsaved({ isDirty }: { isDirty(): boolean }) {
  const blocker = useBlocker({ shouldBlockFn: isDirty, enableBeforeUnload: isDirty, withResolver: true });
  return (
    <Modal
      opened={blocker.status === "blocked"}
      onClose={() => blocker.reset?.()}
      closeOnEscape={false}
      onKeyDown={({ key }) => {
        if (key === "Escape") blocker.reset?.();
      }}
      title="Discard what you typed?"
      size={360}
      zIndex={300}
      closeButtonProps={{ "aria-label": "Go on typing", ...ownEscape }}
    >
      <div className="form-foot">
        <Button variant="default" data-autofocus onClick={() => blocker.reset?.()} {...ownEscape}>
          Go on typing
        </Button>
        <Button color="red" onClick={() => blocker.proceed?.()} {...ownEscape}>
          Discard
        </Button>
      </div>
    </Modal>
  );
}
