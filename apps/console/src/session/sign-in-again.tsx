import { Modal } from "@mantine/core";
import { lazy, Suspense } from "react";
import { queryClient } from "../calls/calls.ts";
import { useHasEnded } from "./session.ts";

const ByKey = lazy(async () => ({ default: (await import("./sign-in.page.tsx")).ByKey }));

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
      <Suspense>
        <ByKey onDone={() => void queryClient.invalidateQueries()} />
      </Suspense>
    </Modal>
  );
}
