import { CloseButton, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useView } from "./view.ts";
import "./filters.css";

/** The pause in typing after which a search is made. */
export const PAUSE_MILLISECONDS = 120;

/** The search of a list, as you type. What is typed is in the address, in place of what was typed before. */
export function SearchBox({ placeholder }: { placeholder: string }) {
  const [view, setView] = useView();
  const [typed, setTyped] = useState(view.q ?? "");
  const sent = useRef(view.q ?? "");
  useEffect(() => {
    // Another address, as after Back, has another search.
    if ((view.q ?? "") !== sent.current) {
      sent.current = view.q ?? "";
      setTyped(sent.current);
    }
  }, [view.q]);
  useEffect(() => {
    const text = typed.trim();
    if (text === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = text;
      void setView({ q: text }, { replace: true });
    }, PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [typed, setView]);
  return (
    <TextInput
      className="search-box"
      data-key="search"
      aria-label={placeholder}
      placeholder={placeholder}
      maxLength={100}
      value={typed}
      leftSection={<IconSearch size={16} />}
      rightSection={
        typed ? (
          <CloseButton size="sm" aria-label="Clear the search" onClick={() => setTyped("")} />
        ) : (
          <kbd className="wide-only">/</kbd>
        )
      }
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
    />
  );
}

interface SelectFilterProps {
  /** The parameter of the address. */
  name: string;
  label: string;
  /** What no filter is called. */
  any: string;
  options: readonly (readonly [value: string, words: string])[];
}

/** A filter with a few values. */
export function SelectFilter({ name, label, any, options }: SelectFilterProps) {
  const [view, setView] = useView();
  return (
    <select
      className="select"
      aria-label={label}
      value={view[name] ?? ""}
      onChange={({ currentTarget }) => void setView({ [name]: currentTarget.value })}
    >
      <option value="">{any}</option>
      {options.map(([value, words]) => (
        <option key={value} value={value}>
          {words}
        </option>
      ))}
    </select>
  );
}

/** A filter by a day, in the reader's time zone. */
export function DateFilter({ name, label }: { name: string; label: string }) {
  const [view, setView] = useView();
  return (
    <input
      type="date"
      className="date"
      aria-label={label}
      value={view[name] ?? ""}
      onChange={({ currentTarget }) => void setView({ [name]: currentTarget.value })}
    />
  );
}

interface TextFilterProps {
  name: string;
  label: string;
  placeholder: string;
  /** Whether it is what the key `/` leads to. */
  isSearch?: boolean;
}

/** A filter by text, such as an id. */
export function TextFilter({ name, label, placeholder, isSearch = false }: TextFilterProps) {
  const [view, setView] = useView();
  return (
    <TextInput
      key={view[name]}
      {...(isSearch && {
        className: "search-box",
        "data-key": "search",
        leftSection: <IconSearch size={16} />,
        rightSection: <kbd className="wide-only">/</kbd>,
      })}
      aria-label={label}
      placeholder={placeholder}
      defaultValue={view[name] ?? ""}
      onBlur={({ currentTarget }) => void setView({ [name]: currentTarget.value.trim() })}
      onKeyDown={({ key, currentTarget }) => {
        if (key === "Enter") void setView({ [name]: currentTarget.value.trim() });
      }}
    />
  );
}

/** The beginning of a day of a date filter as a moment, where the reader is. With `days`, so many days later. */
export function momentOf(day: string | undefined, days = 0) {
  if (day === undefined) return undefined;
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const at = new Date(year, month - 1, date + days);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
}

/** The row above a table: its search, its filters, what is chosen. */
export const FilterRow = ({ children }: { children: ReactNode }) => <div className="filter-row">{children}</div>;
