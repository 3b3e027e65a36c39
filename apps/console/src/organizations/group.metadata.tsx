import type { Input, Organization, Workspace } from "@roster/client";
import { MetadataPanel } from "../json/metadata-panel.tsx";
import { useCan } from "../session/session.ts";

type Group = Organization | Workspace;
const storedOf = ({ public_metadata, version }: Group) => ({ document: public_metadata, version });

interface GroupMetadataProps<P extends "updateOrganization" | "updateWorkspace"> {
  procedure: P;
  /** The organization or workspace, as the call takes it. */
  of: Input<P>;
  group: Group;
  readAgain(): Promise<Group>;
}

/** What applications keep with an organization or a workspace. */
export const GroupMetadata = <P extends "updateOrganization" | "updateWorkspace">(props: GroupMetadataProps<P>) => {
  const { procedure, of, group, readAgain } = props;
  const mayWrite = useCan()("organizations:write");
  return (
    <MetadataPanel
      title="Public metadata"
      field="public_metadata"
      procedure={procedure}
      of={of}
      stored={storedOf(group)}
      readAgain={async () => storedOf(await readAgain())}
      mayWrite={mayWrite}
    />
  );
};
