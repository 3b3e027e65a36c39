import type { Organization } from "@roster/client";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { read, useRead } from "../calls/calls.ts";
import { useDialog } from "../form/dialog.ts";
import { TypeName } from "../form/type-name-dialog.tsx";
import { Fault } from "../shell/faults.tsx";
import { useTitle } from "../shell/page.tsx";
import { Tabs } from "../shell/tabs.tsx";
import { counted } from "../table/pager.tsx";
import { EditGroup } from "./group.edit.tsx";
import { GroupHead } from "./group.head.tsx";
import { GroupMetadata } from "./group.metadata.tsx";
import { OrganizationInvitations } from "./organization.invitations.tsx";
import { OrganizationMembers } from "./organization.members.tsx";
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
        <Link to="/organizations" activeOptions={{ exact: true }}>
          Organizations
        </Link>{" "}
        / <bdi>{name}</bdi>
      </nav>
      <GroupHead id={id} group={organization.data} />
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
      {tab === "metadata" && organization.data ? (
        <GroupMetadata
          procedure="updateOrganization"
          of={{ organization_id: id }}
          group={organization.data}
          readAgain={() => read("fetchOrganization", { organization_id: id })}
        />
      ) : null}
      {organization.data ? <Dialogs organization={organization.data} /> : null}
    </div>
  );
}

function Dialogs({ organization }: { organization: Organization }) {
  const dialog = useDialog();
  const navigate = useNavigate();
  const { id, name, member_count } = organization;
  if (dialog.name === "edit" && !dialog.of) {
    return (
      <EditGroup
        title="Edit organization"
        procedure="updateOrganization"
        of={{ organization_id: id }}
        group={organization}
        readAgain={() => read("fetchOrganization", { organization_id: id })}
        onClose={dialog.close}
      />
    );
  }
  if (dialog.name !== "delete") return null;
  return (
    <TypeName
      title="Delete the organization?"
      name={name}
      words={`Its ${counted(member_count)} ${member_count === 1 ? "membership" : "memberships"}, its workspaces and invitations are deleted with it. Its users stay. That cannot be undone.`}
      procedure="deleteOrganization"
      input={{ organization_id: id }}
      submit="Delete organization"
      onDone={() => void navigate({ to: "/organizations", replace: true })}
      onClose={dialog.close}
    />
  );
}
