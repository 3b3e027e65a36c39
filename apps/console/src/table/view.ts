import { type HistoryState, useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";

/** The part of an address that a list depends on. */
export type View = { [name: string]: string | undefined };

/** Parameters that do not change which rows the list has. */
const besides = new Set(["page", "cursor", "columns", "dialog", "of", "open"]);

/**
 * The view that the address describes, and a function that changes it. A change of what is listed begins at the first page. With
 * `replace` it takes the place of the present address in the history, as typing does.
 */
export function useView() {
  const view: View = useSearch({ strict: false });
  const navigate = useNavigate();
  const set = useCallback(
    (changes: View, { replace = false, state }: { replace?: boolean; state?: HistoryState } = {}) => {
      const isAnotherList = Object.keys(changes).some((name) => !besides.has(name));
      const search = (before: View) => ({
        ...before,
        ...(isAnotherList && { page: undefined, cursor: undefined }),
        ...Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value || undefined])),
      });
      // The parameters are the present route's own, whichever it is.
      const resetScroll = isAnotherList || "page" in changes;
      return navigate({ to: ".", search: search as never, replace, resetScroll, ...(state && { state }) });
    },
    [navigate],
  );
  return [view, set] as const;
}

export type SetView = ReturnType<typeof useView>[1];
