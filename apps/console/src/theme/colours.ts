import { useSyncExternalStore } from "react";

type Colours = "light" | "dark";

const root = document.documentElement;
const listeners = new Set<() => void>();

const current = (): Colours => (root.dataset.mantineColorScheme === "dark" ? "dark" : "light");

/** `theme.js` has set the colours before the first paint; a choice is kept in this browser. */
export function useColours() {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
}

export function switchColours() {
  const next = current() === "dark" ? "light" : "dark";
  root.dataset.mantineColorScheme = next;
  localStorage.setItem("roster-colours", next);
  for (const listener of listeners) listener();
}
