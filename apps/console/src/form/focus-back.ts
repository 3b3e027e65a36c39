import { useEffect, useRef } from "react";
import { useView } from "../table/view.ts";

/** Gives the focus back to where it was on the page, once the dialog that the address names is closed. */
export function useFocusBack() {
  const [view] = useView();
  const isOpen = view.dialog !== undefined;
  const last = useRef<HTMLElement>(undefined);

  useEffect(() => {
    // Dialogs and menus are beside the page, not in it.
    const note = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && target.closest("main")) last.current = target;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);

  useEffect(() => {
    if (isOpen || !last.current) return undefined;
    const timer = setTimeout(() => {
      if (document.activeElement !== document.body) return;
      const control = last.current?.isConnected ? last.current : document.getElementById("main");
      control?.focus();
    });
    return () => clearTimeout(timer);
  }, [isOpen]);
}
