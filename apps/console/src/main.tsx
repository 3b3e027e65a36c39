import "./theme/index.ts";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { queryClient } from "./calls/calls.ts";
import { router } from "./router.ts";
import { useColours } from "./theme/colours.ts";
import { theme } from "./theme/theme.ts";

function Console() {
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={useColours()}
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateInlineStyles={false}
    >
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <Notifications position="bottom-right" limit={4} />
      </QueryClientProvider>
    </MantineProvider>
  );
}

const root = document.getElementById("root");
if (root) createRoot(root).render(<Console />);
