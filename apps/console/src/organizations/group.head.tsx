import { Button } from "@mantine/core";
import { Copy } from "../form/copy.tsx";
import { useDialog } from "../form/dialog.ts";
import { Initials } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import "../shell/tabs.css";

interface GroupHeadProps {
  id: string;
  /** The organization or workspace, when it is there. */
  group: { name: string; slug: string } | undefined;
}

/** The head of an organization's or a workspace's page: what it is called, and the ways to change it. */
export function GroupHead({ id, group }: GroupHeadProps) {
  const dialog = useDialog();
  const can = useCan();
  const name = group?.name ?? "…";
  return (
    <div className="record-head">
      <Initials id={id} name={name} size="large" />
      <div className="record-name">
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <p className="muted small">
          <bdi>{group?.slug ?? "…"}</bdi>
        </p>
        <span className="muted mono">
          {id} <Copy text={id} label="Copy the id" />
        </span>
      </div>
      {can("organizations:write") && group ? (
        <div className="page-action">
          <Button variant="default" data-key="edit" onClick={() => dialog.open("edit")}>
            Edit
          </Button>
          <Button variant="default" color="red" onClick={() => dialog.open("delete")}>
            Delete…
          </Button>
        </div>
      ) : null}
    </div>
  );
}
