import { Button } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useView } from "./view.ts";
import "./chips.css";

/** A filter in words, by its parameter in the address. */
export interface Chip {
  name: string;
  words(value: string): ReactNode;
  /** Parameters that mean nothing without it. */
  with?: readonly string[];
}

/** The filters in use, each with the way to leave it. */
export function FilterChips({ chips }: { chips: readonly Chip[] }) {
  const [view, setView] = useView();
  const used = chips.flatMap((chip) => {
    const value = view[chip.name];
    return value === undefined ? [] : [{ ...chip, value }];
  });
  const leave = (names: readonly string[]) => {
    void setView(Object.fromEntries(names.map((name) => [name, undefined])));
    document.querySelector<HTMLElement>("main :is([data-key=search], [data-key=filter])")?.focus(); // the button is gone
  };
  if (used.length === 0) return null;
  return (
    <ul className="chips" aria-label="Filters in use">
      {used.map(({ name, value, words, with: also = [] }) => (
        <li key={name}>
          <button type="button" className="chip" onClick={() => leave([name, ...also])}>
            <bdi>{words(value)}</bdi>
            <span className="hidden">, leave this filter</span>
            <IconX size={14} aria-hidden="true" />
          </button>
        </li>
      ))}
      {used.length > 1 ? (
        <li>
          <Button variant="subtle" size="compact-xs" onClick={() => leave(used.map(({ name }) => name))}>
            Clear filters
          </Button>
        </li>
      ) : null}
    </ul>
  );
}
