import { type ReactNode, useEffect } from "react";
import { counted } from "../table/pager.tsx";

interface PageProps {
  title: string;
  /** Records in the list. */
  count?: number | undefined;
  /** The main action, at the right. */
  action?: ReactNode;
  children: ReactNode;
}

/** A page of the frame: title, count, one main action, and what the page shows. */
export function Page({ title, count, action, children }: PageProps) {
  useTitle(title);
  return (
    <div className="page">
      <div className="page-head">
        <h1>{title}</h1>
        <span className="muted number">{count === undefined ? "" : counted(count)}</span>
        <div className="page-action">{action}</div>
      </div>
      {children}
    </div>
  );
}

export function useTitle(title: string) {
  useEffect(() => {
    document.title = `${title} · Roster`;
  }, [title]);
}
