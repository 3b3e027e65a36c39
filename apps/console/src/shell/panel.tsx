import type { ReactNode, Ref } from "react";
import "./panel.css";

interface PanelProps {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}

/** A part of a page under its own heading. */
export const Panel = ({ title, action, children }: PanelProps) => (
  <section className="panel" aria-label={title}>
    <div className="panel-head">
      <h2>{title}</h2>
      {action}
    </div>
    {children}
  </section>
);

interface PanelActionProps {
  children: ReactNode;
  onClick(): void;
  "data-key"?: "edit";
  ref?: Ref<HTMLButtonElement>;
}

/** What can be done with the whole of a panel. */
export const PanelAction = (props: PanelActionProps) => <button type="button" className="panel-action" {...props} />;

/** Stands for a panel until its record is there. */
export const PanelSkeleton = ({ lines }: { lines: number }) => (
  <div className="panel" aria-hidden="true">
    {Array.from({ length: lines }, (_, line) => (
      <div key={line} className="panel-row">
        <span className="skeleton" />
      </div>
    ))}
  </div>
);
