import { useRead } from "../calls/calls.ts";
import { useCan } from "../session/session.ts";

/** The name of an organization, and its id until the name is there. */
export function OrganizationName({ id }: { id: string }) {
  const can = useCan();
  const organization = useRead("fetchOrganization", { organization_id: id }, { enabled: can("organizations:read") });
  return <bdi>{organization.data?.name ?? id}</bdi>;
}

/** The name of a workspace, and its id until the name is there. */
export function WorkspaceName({ id }: { id: string }) {
  const can = useCan();
  const workspace = useRead("fetchWorkspace", { workspace_id: id }, { enabled: can("organizations:read") });
  return <bdi>{workspace.data?.name ?? id}</bdi>;
}
