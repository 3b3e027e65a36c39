import { Button } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import { type Chip, FilterChips } from "./chips.tsx";
import { FilterRow } from "./filters.tsx";
import { useView } from "./view.ts";

interface MoreFiltersProps {
  /** The parameters of the filters in the panel. */
  names: readonly string[];
  /** What stands before the button, and after it. */
  before: ReactNode;
  after?: ReactNode;
  /** The filters in use, in words. With them the panel stays closed until it is opened. */
  chips?: readonly Chip[];
  /** The filters of the panel, each in a label. */
  children: ReactNode;
}

/** The row of filters with a panel for those that are rarely used. It is open when one of them is. */
export function MoreFilters({ names, before, after, chips, children }: MoreFiltersProps) {
  const [view, setView] = useView();
  const used = names.filter((name) => view[name] !== undefined).length;
  const [isOpen, setOpen] = useState(used > 0 && !chips);
  const id = useId();
  return (
    <>
      <FilterRow>
        {before}
        <Button
          variant="default"
          leftSection={<IconFilter size={16} />}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          Filters{used > 0 ? ` (${used})` : ""}
        </Button>
        {used > 0 && !chips ? (
          <Button
            variant="subtle"
            onClick={() => void setView(Object.fromEntries(names.map((name) => [name, undefined])))}
          >
            Clear filters
          </Button>
        ) : null}
        {after}
      </FilterRow>
      <fieldset id={id} className="panel filter-panel" aria-label="Filters" hidden={!isOpen}>
        {isOpen ? children : null}
      </fieldset>
      {chips ? <FilterChips chips={chips} /> : null}
    </>
  );
}
