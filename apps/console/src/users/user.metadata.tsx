import type { UserDetails } from "@roster/client";
import { Panel } from "../shell/panel.tsx";

/** What applications keep with the user. */
export default function UserMetadata({ details: { user } }: { details: UserDetails }) {
  return (
    <div className="stack">
      {(["public_metadata", "private_metadata"] as const).map((name) => (
        <Panel key={name} title={name === "public_metadata" ? "Public metadata" : "Private metadata"}>
          {/* Focusable, so that the keyboard can scroll it. */}
          <pre className="metadata" tabIndex={0}>
            {JSON.stringify(user[name], null, 2)}
          </pre>
        </Panel>
      ))}
    </div>
  );
}
