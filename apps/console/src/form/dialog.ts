import { type LinkProps, useRouter } from "@tanstack/react-router";
import { useView } from "../table/view.ts";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Whether a dialog was opened by a click, so that closing it goes back. */
    isOpened?: boolean;
  }
}

/** The dialog that the address names, and the record that it is about. A link to it opens it, and Back closes it. */
export function useDialog() {
  const [view, setView] = useView();
  const router = useRouter();
  return {
    name: view.dialog,
    of: view.of,
    /** A link from a row to a dialog on the same page. */
    to: (name: string, of: string): LinkProps => ({
      to: ".",
      search: { ...view, dialog: name, of } as never, // parameters that each page has, which the type of a link cannot know
      state: { isOpened: true },
    }),
    /** A dialog that is opened from another one takes its place. */
    open: (name: string, of?: string) => {
      const isOpened = view.dialog === undefined || router.state.location.state.isOpened === true;
      void setView({ dialog: name, of }, { replace: view.dialog !== undefined, state: { isOpened } });
    },
    close: () =>
      router.state.location.state.isOpened
        ? router.history.back()
        : void setView({ dialog: undefined, of: undefined }, { replace: true }),
  };
}
