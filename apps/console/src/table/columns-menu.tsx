import { ActionIcon, Menu } from "@mantine/core";
import { IconColumns3 } from "@tabler/icons-react";
import { type Column, shownColumns } from "./table.tsx";
import { useView } from "./view.ts";

/** Chooses the columns of a table. The choice is in the address. */
export function ColumnsMenu<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  const [view, setView] = useView();
  const shown = new Set(shownColumns(columns, view).map(({ key }) => key));
  const choices = columns.slice(1);
  const toggle = (key: string) => {
    const chosen = choices.filter((column) => (column.key === key) !== shown.has(column.key));
    return setView({ columns: chosen.map((column) => column.key).join(",") || "none" }, { replace: true });
  };
  return (
    <Menu>
      <Menu.Target>
        <ActionIcon variant="default" size={36} aria-label="Columns" className="end">
          <IconColumns3 size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown aria-label="Columns">
        {choices.map(({ key, title }) => (
          <Menu.CheckboxItem key={key} checked={shown.has(key)} onChange={() => void toggle(key)}>
            {title}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
