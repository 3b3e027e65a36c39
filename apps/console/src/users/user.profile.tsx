import type { PrivateUser } from "@roster/client";
import type { ReactNode } from "react";
import { Copy } from "../form/copy.tsx";
import { useDialog } from "../form/dialog.ts";
import { useCan } from "../session/session.ts";
import { Facts } from "../shell/facts.tsx";
import { Panel, PanelAction } from "../shell/panel.tsx";
import { Time } from "../time/time.tsx";
import { EditProfile } from "./user.profile.edit.tsx";

const text = (value: string | null) => (value === null ? <span className="muted">–</span> : <bdi>{value}</bdi>);

/** Who the user is. */
export function UserProfile({ user }: { user: PrivateUser }) {
  const dialog = useDialog();
  const canWrite = useCan()("users:write");
  const facts: [string, ReactNode, ReactNode?][] = [
    ["First name", text(user.first_name)],
    ["Last name", text(user.last_name)],
    ["Username", text(user.username)],
    [
      "External id",
      text(user.external_id),
      user.external_id ? <Copy key="copy" text={user.external_id} label="Copy the external id" /> : null,
    ],
    // Text, not a link: the address may be anybody's.
    ["Picture", text(user.profile_picture_url)],
    ["Password", user.has_password ? "Set" : <span className="muted">Not set</span>],
    ["Last sign-in", <Time at={user.last_sign_in_at} />],
    ["Created", <Time at={user.created_at} />],
    ["Changed", <Time at={user.updated_at} />],
    ["Version", <span className="number">{user.version}</span>],
  ];
  return (
    <Panel
      title="Profile"
      action={
        canWrite ? (
          <PanelAction data-key="edit" onClick={() => dialog.open("edit")}>
            Edit
          </PanelAction>
        ) : null
      }
    >
      <Facts facts={facts} />
      {canWrite && dialog.name === "edit" ? <EditProfile user={user} onClose={dialog.close} /> : null}
    </Panel>
  );
}
