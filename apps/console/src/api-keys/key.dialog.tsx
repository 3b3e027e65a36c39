import type { ApiKey } from "@roster/client";
import { Link } from "@tanstack/react-router";
import { ActButtons } from "../form/act-buttons.tsx";
import { RecordDialog } from "../form/record-dialog.tsx";
import { Facts } from "../shell/facts.tsx";
import type { Found } from "../table/record.ts";
import type { Action } from "../table/row-menu.tsx";
import { Time } from "../time/time.tsx";
import { Caller } from "./callers.tsx";
import { KeyState } from "./key.state.tsx";
import { groupsOf } from "./scopes.ts";

interface KeyDialogProps {
  found: Found<ApiKey>;
  actions(apiKey: ApiKey): Action[];
  onClose(): void;
}

/** One key: who made it, what it may do, and what replaces it. */
export const KeyDialog = ({ found, actions, onClose }: KeyDialogProps) => (
  <RecordDialog found={found} title={({ name }) => name} noun="API key" onClose={onClose}>
    {(apiKey) => (
      <>
        <KeyFacts apiKey={apiKey} />
        <ActButtons actions={actions(apiKey)} />
      </>
    )}
  </RecordDialog>
);

function KeyFacts({ apiKey }: { apiKey: ApiKey }) {
  const { id, prefix, scopes, created_by, created_at, last_used_at, expires_at, revoked_at, successor_id } = apiKey;
  const may = groupsOf(scopes).flatMap((group) => group.scopes);
  return (
    <Facts
      facts={[
        ["State", <KeyState key="state" apiKey={apiKey} />],
        ["Begins with", <code key="prefix">{prefix}</code>],
        [
          "May",
          <ul key="may" className="scopes-may">
            {may.map(({ scope, consequence }) => (
              <li key={scope}>
                {consequence} <span className="mono muted">{scope}</span>
              </li>
            ))}
          </ul>,
        ],
        ["Made by", <Caller key="maker" of={created_by} />],
        ["Made", <Time key="made" at={created_at} />],
        ["Last used", <Time key="used" at={last_used_at} />],
        ["Expires", <Time key="expires" at={expires_at} />],
        ...(revoked_at ? [["Revoked", <Time key="revoked" at={revoked_at} />] as const] : []),
        ...(successor_id ? [["Replaced by", <Successor key="successor" id={successor_id} />] as const] : []),
        ["Id", id],
        [
          "History",
          <Link key="history" to="/audit" search={{ target_id: id }}>
            Changes of this key
          </Link>,
          <Link key="acts" className="key-acts" to="/audit" search={{ actor: id }}>
            Changes made with it
          </Link>,
        ],
      ]}
    />
  );
}

/** The way to the key that replaces another one, in the dialog of that key. */
const Successor = ({ id }: { id: string }) => (
  <Link to="/keys" search={{ dialog: "key", of: id }} replace>
    The newer key of that name
  </Link>
);
