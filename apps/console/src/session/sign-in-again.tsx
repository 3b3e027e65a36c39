import { Modal } from "@mantine/core";
import { queryClient } from "../calls/calls.ts";
import { useHasEnded } from "./session.ts";
import { ByKey } from "./sign-in.page.tsx";

/** Over the page of a session that has ended: whatever is typed there waits until the person is signed in again. */
export function SignInAgain() {
  return (
    <Modal
      opened={useHasEnded()}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      title="Your session has ended"
      zIndex={600}
    >
      <ByKey onDone={() => void queryClient.invalidateQueries()} />
    </Modal>
  );
}
