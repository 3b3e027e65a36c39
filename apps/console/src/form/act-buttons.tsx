import { Button } from "@mantine/core";
import type { Action } from "../table/row-menu.tsx";
import "./form.css";

/** What can be done with a record, at the foot of its dialog. */
export const ActButtons = ({ actions, isPending = false }: { actions: Action[]; isPending?: boolean }) =>
  actions.length > 0 ? (
    <div className="form-foot">
      {actions.map(({ label, icon, onClick, isDangerous }, index) => (
        <Button
          key={label}
          leftSection={icon}
          loading={isPending}
          onClick={onClick}
          {...(index > 0 && { variant: "default" })}
          {...(isDangerous && { color: "red" })}
        >
          {label}
        </Button>
      ))}
    </div>
  ) : null;
