import { Link, type LinkProps, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useRead } from "../calls/calls.ts";
import { useDialog } from "../form/dialog.ts";
import { TypeName } from "../form/type-name-dialog.tsx";
import { Fault, isUnknown, NotFound } from "../shell/faults.tsx";
import { useTitle } from "../shell/page.tsx";
import { EditGroup } from "./group.edit.tsx";
import { GroupHead } from "./group.head.tsx";
import type { Group, GroupCalls } from "./groups.ts";

interface GroupPageProps {
  id: string;
  calls: GroupCalls;
  /** The way from the list of organizations to it. */
  within?: ReactNode;
  /** A sentence on what is deleted with it, and what is not. */
  deletes(group: Group): string;
  /** The page to go to once it is deleted. */
  after: LinkProps;
  children(group: Group | undefined): ReactNode;
}

/** The page of an organization or a workspace: the way to it, what it is called, and the dialogs that change or delete it. */
export function GroupPage({ id, calls, within, deletes, after, children }: GroupPageProps) {
  const { noun, fetch, of, remove } = calls;
  const { data: group, error } = useRead(fetch, of);
  const dialog = useDialog();
  const navigate = useNavigate();
  const name = group?.name ?? "…";
  useTitle(name);
  if (error && !group) return isUnknown(error) ? <NotFound /> : <Fault error={error} />;
  return (
    <div className="page">
      <nav aria-label="Breadcrumb" className="crumbs small">
        <Link to="/organizations" activeOptions={{ exact: true }}>
          Organizations
        </Link>{" "}
        / {within} <bdi>{name}</bdi>
      </nav>
      <GroupHead id={id} group={group} />
      {children(group)}
      {group && dialog.name === "edit" && !dialog.of ? (
        <EditGroup calls={calls} group={group} onClose={dialog.close} />
      ) : null}
      {group && dialog.name === "delete" ? (
        <TypeName
          title={`Delete the ${noun}?`}
          name={name}
          words={`${deletes(group)} That cannot be undone.`}
          procedure={remove}
          input={of}
          submit={`Delete ${noun}`}
          onDone={() => void navigate({ ...after, replace: true })}
          onClose={dialog.close}
        />
      ) : null}
    </div>
  );
}
