import { Button } from "@mantine/core";
import type { OrganizationMembership, UserDetails, WorkspaceMembership } from "@roster/client";
import { IconBuilding, IconLayoutGrid, IconPlus, IconUserMinus, IconUserShield } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type AnyStep, useAct } from "../form/act.tsx";
import { useDialog } from "../form/dialog.ts";
import { organizationCalls, workspaceCalls } from "../organizations/groups.ts";
import { ChangeRole } from "../organizations/member.dialogs.tsx";
import { nameOf } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { Panel } from "../shell/panel.tsx";
import { type PanelRow, Rows } from "../shell/rows.tsx";
import { Badge } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { JoinOrganization, JoinWorkspace } from "./membership.dialogs.tsx";

/** The organizations that the user is a member of, and their workspaces below each. */
export default function UserMemberships({ details }: { details: UserDetails }) {
  const { user, organizations, workspaces } = details;
  const dialog = useDialog();
  const act = useAct();
  const can = useCan();
  const mayWrite = can("organizations:write");
  const mayOpen = can("organizations:read");
  const name = nameOf(user);
  const organization = organizations.find(({ id }) => id === dialog.of);
  const workspace = workspaces.find(({ id }) => id === dialog.of);

  const inWorkspace = ({ workspace_id, role }: WorkspaceMembership): AnyStep => ({
    procedure: "addWorkspaceMember",
    input: { workspace_id, user_id: user.id, role },
  });

  const menuOf = (id: string, words: string, remove: AnyStep, undo: AnyStep[]) => [
    { label: "Change role…", icon: <IconUserShield size={16} />, onClick: () => dialog.open("role", id) },
    {
      label: "Remove",
      icon: <IconUserMinus size={16} />,
      isDangerous: true,
      onClick: () => void act.act(id, remove, `${name} is no longer a member of ${words}`, undo),
    },
  ];

  const organizationRow = (one: OrganizationMembership): PanelRow => {
    const { id, organization_id, organization_name, role } = one;
    const input = { organization_id, user_id: user.id };
    const within = workspaces.filter((other) => other.organization_id === organization_id);
    return {
      id,
      name: organization_name,
      icon: <IconBuilding size={18} stroke={1.6} />,
      title: mayOpen ? (
        <Link to="/organizations/$id/$tab" params={{ id: organization_id, tab: "members" }}>
          <bdi>{organization_name}</bdi>
        </Link>
      ) : (
        <bdi>{organization_name}</bdi>
      ),
      badges: <Badge>{role}</Badge>,
      below: (
        <>
          Joined <Time at={one.created_at} />
        </>
      ),
      menu: mayWrite
        ? [
            {
              label: "Add to a workspace…",
              icon: <IconPlus size={16} />,
              onClick: () => dialog.open("join-workspace", id),
            },
            // Whoever leaves an organization leaves its workspaces.
            ...menuOf(id, organization_name, { procedure: "removeOrganizationMember", input }, [
              { procedure: "addOrganizationMember", input: { ...input, role } },
              ...within.map(inWorkspace),
            ]),
          ]
        : [],
    };
  };

  const workspaceRow = (one: WorkspaceMembership): PanelRow => {
    const { id, organization_id, workspace_id, workspace_name, role } = one;
    const input = { workspace_id, user_id: user.id };
    return {
      id,
      name: workspace_name,
      isBelow: true,
      icon: <IconLayoutGrid size={18} stroke={1.6} />,
      title: mayOpen ? (
        <Link to="/organizations/$id/workspaces/$workspace" params={{ id: organization_id, workspace: workspace_id }}>
          <bdi>{workspace_name}</bdi>
        </Link>
      ) : (
        <bdi>{workspace_name}</bdi>
      ),
      badges: <Badge>{role}</Badge>,
      below: (
        <>
          Workspace, joined <Time at={one.created_at} />
        </>
      ),
      menu: mayWrite
        ? menuOf(id, workspace_name, { procedure: "removeWorkspaceMember", input }, [inWorkspace(one)])
        : [],
    };
  };

  const rows = organizations.flatMap((one) => [
    organizationRow(one),
    ...workspaces.filter(({ organization_id }) => organization_id === one.organization_id).map(workspaceRow),
  ]);

  return (
    <>
      {mayWrite ? (
        <div className="tab-action">
          <Button leftSection={<IconPlus size={16} />} data-key="create" onClick={() => dialog.open("join")}>
            Add to an organization
          </Button>
        </div>
      ) : null}
      <Panel title="Organizations and workspaces">
        <Rows
          label="Organizations and workspaces"
          rows={rows}
          act={act}
          empty="Not a member of any organization. Add the user to one here, or invite the user from the organization's page."
        />
      </Panel>
      {mayWrite && dialog.name === "join" ? <JoinOrganization user={user} onClose={dialog.close} /> : null}
      {mayWrite && dialog.name === "join-workspace" && organization ? (
        <JoinWorkspace details={details} organization={organization} onClose={dialog.close} />
      ) : null}
      {mayWrite && dialog.name === "role" && organization ? (
        <ChangeRole
          calls={organizationCalls(organization.organization_id)}
          member={{ ...organization, user }}
          onClose={dialog.close}
        />
      ) : null}
      {mayWrite && dialog.name === "role" && workspace ? (
        <ChangeRole
          calls={workspaceCalls(workspace.workspace_id)}
          member={{ ...workspace, user }}
          onClose={dialog.close}
        />
      ) : null}
    </>
  );
}
