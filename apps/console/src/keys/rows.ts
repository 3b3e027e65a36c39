/** The present row of the page's table is the one that has the focus, so that what is drawn and what is read aloud agree. */
const rows = () => [...document.querySelectorAll<HTMLElement>("main tr[data-row]")];
const present = () => document.activeElement?.closest<HTMLElement>("tr[data-row]");

/** Moves the focus to a row's link. Answers whether there was a row to move to. */
export function focusRow(step: 1 | -1, onlyWithin = false) {
  const all = rows();
  const now = present();
  if (!now && onlyWithin) return false;
  const next = now ? all[all.indexOf(now) + step] : step === 1 ? all[0] : all.at(-1);
  const control = next?.querySelector<HTMLElement>("a") ?? next?.querySelector<HTMLElement>("button, input");
  control?.focus();
  control?.scrollIntoView({ block: "nearest" });
  return control !== undefined && control !== null;
}

export const toggleRow = (isRange: boolean) =>
  present()
    ?.querySelector("input[type=checkbox]")
    ?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: isRange }));

export const rowMenu = () => present()?.querySelector<HTMLElement>("button[aria-haspopup]")?.click();
