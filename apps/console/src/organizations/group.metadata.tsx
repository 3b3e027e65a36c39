import { read } from "../calls/calls.ts";
import { MetadataPanel } from "../json/metadata-panel.tsx";
import { useCan } from "../session/session.ts";
import type { Group, GroupCalls } from "./groups.ts";

const storedOf = ({ public_metadata, version }: Group) => ({ document: public_metadata, version });

/** What applications keep with an organization or a workspace. */
export const GroupMetadata = ({ calls, group }: { calls: GroupCalls; group: Group }) => (
  <MetadataPanel
    title="Public metadata"
    field="public_metadata"
    procedure={calls.update}
    of={calls.of}
    stored={storedOf(group)}
    readAgain={async () => storedOf(await read(calls.fetch, calls.of))}
    mayWrite={useCan()("organizations:write")}
  />
);
