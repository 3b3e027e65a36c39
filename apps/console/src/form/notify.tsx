import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";

/** Says at the bottom of the page what was done, with a way back where there is one. */
export function notify(message: string, undo?: () => void) {
  const id = crypto.randomUUID();
  const back = () => {
    notifications.hide(id);
    undo?.();
  };
  notifications.show({
    id,
    withBorder: true,
    color: "indigo",
    autoClose: undo ? 10_000 : 5000,
    closeButtonProps: { "aria-label": "Dismiss" },
    message: (
      <span className="toast">
        <bdi>{message}</bdi>
        {undo ? (
          <Button size="compact-xs" variant="default" onClick={back}>
            Undo
          </Button>
        ) : null}
      </span>
    ),
  });
}
