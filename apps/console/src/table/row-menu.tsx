import { Menu } from "@mantine/core";
import type { ReactNode } from "react";

export interface Action {
  label: string;
  icon?: ReactNode;
  onClick(): void;
  /** Whether it removes something. */
  isDangerous?: boolean;
}

export const ActionItems = ({ actions }: { actions: Action[] }) =>
  actions.map(({ label, icon, onClick, isDangerous }) => (
    <Menu.Item key={label} leftSection={icon} onClick={onClick} {...(isDangerous && { className: "menu-danger" })}>
      {label}
    </Menu.Item>
  ));

/** The menu of a row: one for the whole table, at the button that was pressed. */
export function RowMenu({ actions, button, onClose }: { actions: Action[]; button: HTMLElement; onClose(): void }) {
  const { left, top, width, height } = button.getBoundingClientRect();
  const close = () => {
    onClose();
    if (document.activeElement === document.body || document.activeElement?.closest("[role=menu]")) button.focus();
  };
  return (
    <Menu opened onChange={(opened) => opened || close()} returnFocus={false} trapFocus>
      <Menu.Target>
        <button
          type="button"
          aria-hidden="true"
          tabIndex={-1}
          style={{ position: "fixed", left, top, width, height, opacity: 0, pointerEvents: "none" }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={button.getAttribute("aria-label") ?? "Actions"}>
        <ActionItems actions={actions} />
      </Menu.Dropdown>
    </Menu>
  );
}
