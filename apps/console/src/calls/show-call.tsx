import { Button } from "@mantine/core";
import type { ProcedureName } from "@roster/client";
import { IconCode } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";

const CallModal = lazy(() => import("./call-modal.tsx"));

/** Shows the call that a view or a form makes, to copy. */
export function ShowCall({ procedure, input }: { procedure: ProcedureName; input: () => unknown }) {
  const [shown, setShown] = useState<{ input: unknown }>();
  return (
    <span className="show-call">
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        leftSection={<IconCode size={14} />}
        onClick={() => setShown({ input: input() })}
      >
        Show as a call
      </Button>
      {shown ? (
        <Suspense>
          <CallModal procedure={procedure} input={shown.input} onClose={() => setShown(undefined)} />
        </Suspense>
      ) : null}
    </span>
  );
}
