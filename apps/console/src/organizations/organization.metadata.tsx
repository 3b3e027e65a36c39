import type { Organization } from "@roster/client";

/** The metadata of an organization. */
export const OrganizationMetadata = ({ organization }: { organization: Organization }) => (
  // Focusable, so that the keyboard can scroll it.
  <pre className="metadata" tabIndex={0} aria-label="Public metadata">
    {JSON.stringify(organization.public_metadata, null, 2)}
  </pre>
);
