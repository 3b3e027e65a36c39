import { useRef, useState } from "react";

/** Selected rows: the name of each by its id. */
export type Selected = ReadonlyMap<string, string>;

export interface Selection {
  rows: Selected;
  /** Selects or not. With `isRange` all rows from the last one that was selected. */
  toggle(id: string, isRange?: boolean): void;
  togglePage(): void;
  isPageSelected: boolean;
  set(rows: Selected): void;
  /** Whether a row was selected since the page was opened. */
  isUsed: boolean;
}

/** The rows that a person has selected, across the pages of the list that `key` names. */
export function useSelection<Row extends { id: string }>(
  rows: readonly Row[] | undefined,
  nameOf: (row: Row) => string,
  key: string,
): Selection {
  const [chosen, setChosen] = useState<{ key: string; rows: Selected }>({ key, rows: new Map() });
  const last = useRef<string>(undefined);
  const isUsed = useRef(false);
  const selected: Selected = chosen.key === key ? chosen.rows : new Map();
  const page = rows?.map((row) => [row.id, nameOf(row)] as const) ?? [];
  const isPageSelected = page.length > 0 && page.every(([id]) => selected.has(id));
  const set = (changed: Selected) => {
    isUsed.current = true;
    setChosen({ key, rows: changed });
  };
  const without = (ids: readonly (readonly [id: string, name: string])[]) => {
    const gone = new Set(ids.map(([id]) => id));
    return new Map([...selected].filter(([id]) => !gone.has(id)));
  };
  return {
    rows: selected,
    isPageSelected,
    set,
    isUsed: isUsed.current,
    toggle(id, isRange = false) {
      const to = page.findIndex(([other]) => other === id);
      const from = isRange && last.current ? page.findIndex(([other]) => other === last.current) : to;
      const range = page.slice(Math.min(from < 0 ? to : from, to), Math.max(from, to) + 1);
      last.current = id;
      set(selected.has(id) ? without(range) : new Map([...selected, ...range]));
    },
    togglePage: () => set(isPageSelected ? without(page) : new Map([...selected, ...page])),
  };
}
