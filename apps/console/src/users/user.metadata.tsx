import type { UserDetails } from "@roster/client";
import { read } from "../calls/calls.ts";
import { MetadataPanel } from "../json/metadata-panel.tsx";
import { useCan } from "../session/session.ts";

const titles = { public_metadata: "Public metadata", private_metadata: "Private metadata" } as const;
const fields = ["public_metadata", "private_metadata"] as const;

/** What applications keep with the user. */
export default function UserMetadata({ details: { user } }: { details: UserDetails }) {
  const mayWrite = useCan()("users:write");
  const of = { user_id: user.id };
  return (
    <div className="columns">
      <div>
        {fields.map((field) => (
          <MetadataPanel
            key={field}
            title={titles[field]}
            field={field}
            procedure="updateUser"
            of={of}
            stored={{ document: user[field], version: user.version }}
            readAgain={async () => {
              const now = (await read("fetchUserDetails", of)).user;
              return { document: now[field], version: now.version };
            }}
            mayWrite={mayWrite}
          />
        ))}
      </div>
      <p className="muted small metadata-words">
        Public metadata is in every answer about the user, private metadata in the details only. Both are yours:
        applications read and write them through the API. An object of at most 16 KiB each.
      </p>
    </div>
  );
}
