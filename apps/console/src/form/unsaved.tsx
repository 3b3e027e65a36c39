import { Button, Modal } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";

/** Escape on these is not for the dialog below, nor is the Escape that opened the question for the question. */
const ownEscape = { "data-mantine-stop-propagation": "true" };

interface UnsavedProps {
  isDirty(): boolean;
  title?: string;
  stay?: string;
  leave?: string;
}

/** Asks before the page or the dialog is left with something that would be lost, such as what was typed and not saved. */
export function Unsaved(props: UnsavedProps) {
  const { isDirty, title = "Discard what you typed?", stay = "Go on typing", leave = "Discard" } = props;
  const blocker = useBlocker({ shouldBlockFn: isDirty, enableBeforeUnload: isDirty, withResolver: true });
  return (
    <Modal
      opened={blocker.status === "blocked"}
      onClose={() => blocker.reset?.()}
      closeOnEscape={false}
      onKeyDown={({ key }) => {
        if (key === "Escape") blocker.reset?.();
      }}
      title={title}
      size={360}
      zIndex={300}
      closeButtonProps={{ "aria-label": stay, ...ownEscape }}
    >
      <div className="form-foot">
        <Button variant="default" data-autofocus onClick={() => blocker.reset?.()} {...ownEscape}>
          {stay}
        </Button>
        <Button color="red" onClick={() => blocker.proceed?.()} {...ownEscape}>
          {leave}
        </Button>
      </div>
    </Modal>
  );
}
