import { Button } from "@mantine/core";
import type { Organization } from "@roster/client";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useRead } from "../calls/calls.ts";
import { Copy } from "../form/copy.tsx";
import { useDialog } from "../form/dialog.ts";
import { TypeName } from "../form/type-name-dialog.tsx";
import { Initials } from "../person/person.tsx";
import { useCan } from "../session/session.ts";
import { Fault } from "../shell/faults.tsx";
import { useTitle } from "../shell/page.tsx";
import { Tabs } from "../shell/tabs.tsx";
import { counted } from "../table/pager.tsx";
import { EditOrganization } from "./organization.dialogs.tsx";
import { OrganizationInvitations } from "./organization.invitations.tsx";
import { OrganizationMembers } from "./organization.members.tsx";
import { OrganizationMetadata } from "./organization.metadata.tsx";
import { OrganizationWorkspaces } from "./organization.workspaces.tsx";

/** One organization: its members, workspaces, invitations and metadata. */
export function OrganizationPage() {
  const { id, tab } = useParams({ from: "/shell/organizations/$id/$tab" });
  const organization = useRead("fetchOrganization", { organization_id: id });
  const name = organization.data?.name ?? "Organization";
  useTitle(name);
  if (organization.error && !organization.data) return <Fault error={organization.error} />;
  return (
    <div className="page">
      <nav aria-label="Breadcrumb" className="crumbs small">
        <Link to="/organizations">Organizations</Link> / <bdi>{name}</bdi>
      </nav>
      <Head organization={organization.data} id={id} />
      <Tabs
        label="Organization"
        tabs={[
          ["members", "Members", organization.data && counted(organization.data.member_count)],
          ["workspaces", "Workspaces"],
          ["invitations", "Invitations"],
          ["metadata", "Metadata"],
        ]}
        to={(part) => ({ to: "/organizations/$id/$tab", params: { id, tab: part } })}
      />
      {tab === "members" ? <OrganizationMembers id={id} /> : null}
      {tab === "workspaces" ? <OrganizationWorkspaces id={id} /> : null}
      {tab === "invitations" ? <OrganizationInvitations id={id} /> : null}
      {tab === "metadata" && organization.data ? <OrganizationMetadata organization={organization.data} /> : null}
    </div>
  );
}

function Head({ organization, id }: { organization: Organization | undefined; id: string }) {
  const dialog = useDialog();
  const can = useCan();
  const navigate = useNavigate();
  const name = organization?.name ?? "…";
  return (
    <div className="record-head">
      <Initials id={id} name={name} size="large" />
      <div className="record-name">
        <h1>
          <bdi>{name}</bdi>
        </h1>
        <span className="muted mono">
          {id} <Copy text={id} label="Copy the id" />
        </span>
      </div>
      {can("organizations:write") && organization ? (
        <div className="page-action">
          <Button variant="default" data-key="edit" onClick={() => dialog.open("edit")}>
            Edit
          </Button>
          <Button variant="default" color="red" onClick={() => dialog.open("delete")}>
            Delete…
          </Button>
        </div>
      ) : null}
      {dialog.name === "edit" && organization ? (
        <EditOrganization organization={organization} onClose={dialog.close} />
      ) : null}
      {dialog.name === "delete" && organization ? (
        <TypeName
          title={`Delete ${organization.name}?`}
          name={organization.name}
          words="Its workspaces, memberships and invitations are deleted with it. Its users stay. That cannot be undone."
          procedure="deleteOrganization"
          input={{ organization_id: id }}
          submit="Delete organization"
          onDone={() => void navigate({ to: "/organizations", replace: true })}
          onClose={dialog.close}
        />
      ) : null}
    </div>
  );
}
