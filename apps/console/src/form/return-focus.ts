import { useEffect } from "react";

/** What had the focus last, dialogs and menus apart. */
let last: Element | undefined;

document.addEventListener("focusin", ({ target }) => {
  if (target instanceof Element && !target.closest("[role=dialog], [role=menu]")) last = target;
});

/** After a dialog the focus is where it was before, or at the page where that is gone, such as the row of who was approved. */
export function useReturnFocus() {
  useEffect(
    () => () => {
      setTimeout(() => {
        if (document.activeElement !== document.body) return;
        const to = last?.isConnected ? last : document.querySelector("main");
        if (to instanceof HTMLElement) to.focus();
      });
    },
    [],
  );
}
