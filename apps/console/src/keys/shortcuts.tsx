import { Modal, Switch } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { openPalette } from "../palette/open.tsx";
import { useCan } from "../session/session.ts";
import { pages } from "../shell/pages.ts";
import { focusRow, rowMenu, toggleRow } from "./rows.ts";
import "./shortcuts.css";

const KEPT = "roster-single-keys";
const areOn = () => localStorage.getItem(KEPT) !== "off";

let showHelp: (() => void) | undefined;
export const openHelp = () => showHelp?.();

/** Where a key is text, or the control's own. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target.closest("input:not([type=checkbox]), textarea, select, [role=menu], .cm-editor, [role=dialog]") !== null);

/** Presses what the page offers under a name: its search, its main action, its edit button. */
function press(name: string) {
  const control = document.querySelector<HTMLElement>(`main [data-key="${name}"]`);
  if (control instanceof HTMLInputElement) control.select();
  control?.focus();
  if (control && !(control instanceof HTMLInputElement)) control.click();
}

const actions: Record<string, (event: KeyboardEvent) => void> = {
  "/": () => press("search"),
  c: () => press("create"),
  e: () => press("edit"),
  j: () => focusRow(1),
  k: () => focusRow(-1),
  x: ({ shiftKey }) => toggleRow(shiftKey),
  X: () => toggleRow(true),
  ".": () => rowMenu(),
  "?": () => openHelp(),
};

/** The keys of the page, and the dialog that lists them. Ctrl+K always works; single keys can be switched off (WCAG 2.1.4). */
export function Shortcuts() {
  const navigate = useNavigate();
  const can = useCan();
  const [isOpen, setOpen] = useState(false);
  const [isOn, setOn] = useState(areOn);
  const goesUntil = useRef(0); // kept when the page is drawn between the two keys
  showHelp = () => setOpen(true);

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        return openPalette();
      }
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.defaultPrevented ||
        isTyping(event.composedPath()[0] ?? null)
      )
        return;
      if (document.querySelector("[role=dialog]")) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (focusRow(event.key === "ArrowDown" ? 1 : -1, true)) event.preventDefault();
        return;
      }
      if (!areOn()) return;
      const page =
        event.timeStamp < goesUntil.current
          ? pages.find(({ key, scope }) => key === event.key && can(scope))
          : undefined;
      goesUntil.current = event.key === "g" ? event.timeStamp + 1500 : 0;
      const act = page ? () => void navigate({ to: page.to }) : actions[event.key];
      if (!act) return;
      event.preventDefault();
      act(event);
    };
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  });

  return (
    <Modal
      opened={isOpen}
      onClose={() => setOpen(false)}
      title="Keyboard shortcuts"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <dl className="shortcuts">
        {[
          ["Ctrl K", "Find users, organizations and ids, go to a page, do something"],
          ...pages.map(({ key, title }) => [`g ${key}`, title]),
          ...help,
        ].map(([keys, words]) => (
          <div key={keys}>
            <dt>
              {keys?.split(" ").map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{words}</dd>
          </div>
        ))}
      </dl>
      <Switch
        mt={16}
        label="Single keys"
        description="Off: only Ctrl K and the keys of the browser work."
        checked={isOn}
        onChange={({ currentTarget }) => {
          localStorage.setItem(KEPT, currentTarget.checked ? "on" : "off");
          setOn(currentTarget.checked);
        }}
      />
    </Modal>
  );
}

const help = [
  ["/", "Search in the list"],
  ["j", "Next row, also ↓"],
  ["k", "Row before, also ↑"],
  ["Enter", "Open the row"],
  ["x", "Select the row; with Shift all rows from the last one selected"],
  [".", "Menu of the row"],
  ["c", "Create"],
  ["e", "Edit"],
  ["?", "This list"],
  ["Esc", "Close"],
];
