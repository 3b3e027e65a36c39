import type { Organization } from "@roster/client";
import { read } from "../calls/calls.ts";
import { MetadataPanel } from "../json/metadata-panel.tsx";
import { useCan } from "../session/session.ts";

/** The metadata of an organization. */
export function OrganizationMetadata({ organization }: { organization: Organization }) {
  const mayWrite = useCan()("organizations:write");
  const of = { organization_id: organization.id };
  return (
    <MetadataPanel
      title="Public metadata"
      field="public_metadata"
      procedure="updateOrganization"
      of={of}
      stored={{ document: organization.public_metadata, version: organization.version }}
      readAgain={async () => {
        const now = await read("fetchOrganization", of);
        return { document: now.public_metadata, version: now.version };
      }}
      mayWrite={mayWrite}
    />
  );
}
