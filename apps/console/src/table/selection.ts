import { useRef, useState } from "react";

export interface Selection {
  ids: ReadonlySet<string>;
  /** Selects or not. With `isRange` all rows from the last one that was selected. */
  toggle(id: string, isRange?: boolean): void;
  togglePage(): void;
  isPageSelected: boolean;
  add(ids: readonly string[]): void;
  clear(): void;
}

/** The rows that a person has selected, across pages of the list that `key` names. */
export function useSelection(rows: readonly { id: string }[] | undefined, key: string): Selection {
  const [chosen, setChosen] = useState({ key, ids: new Set<string>() });
  const last = useRef<string>(undefined);
  const ids = chosen.key === key ? chosen.ids : new Set<string>();
  const onPage = rows?.map(({ id }) => id) ?? [];
  const isPageSelected = onPage.length > 0 && onPage.every((id) => ids.has(id));
  const set = (changed: Iterable<string>) => setChosen({ key, ids: new Set(changed) });
  return {
    ids,
    isPageSelected,
    toggle(id, isRange = false) {
      const from = isRange && last.current ? onPage.indexOf(last.current) : -1;
      const to = onPage.indexOf(id);
      const range = from < 0 ? [id] : onPage.slice(Math.min(from, to), Math.max(from, to) + 1);
      const changed = new Set(ids);
      const selects = !ids.has(id);
      for (const each of range) {
        if (selects) changed.add(each);
        else changed.delete(each);
      }
      last.current = id;
      set(changed);
    },
    togglePage: () => set(isPageSelected ? [...ids].filter((id) => !onPage.includes(id)) : [...ids, ...onPage]),
    add: (more) => set([...ids, ...more]),
    clear: () => set([]),
  };
}
