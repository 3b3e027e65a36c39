import type { WaitlistUser } from "@roster/client";
import { Caller } from "../api-keys/callers.tsx";
import { PersonCell } from "../person/person.tsx";
import type { Column } from "../table/table.tsx";
import { State } from "../theme/state.tsx";
import { Time } from "../time/time.tsx";
import { nameOf, stateOf } from "./words.ts";

const name: Column<WaitlistUser> = {
  key: "name",
  title: "Name",
  cell: (entry) => (
    <PersonCell id={entry.id} name={nameOf(entry)} below={nameOf(entry) === entry.email ? null : entry.email} />
  ),
};

const joined: Column<WaitlistUser> = {
  key: "joined",
  title: "Joined",
  width: 130,
  from: 760,
  cell: (entry) => <Time at={entry.created_at} isStop={false} />,
};

const metadata: Column<WaitlistUser> = {
  key: "metadata",
  title: "Metadata",
  from: 1100,
  cell: (entry) => (
    <bdi className="muted mono">{Object.keys(entry.metadata).length > 0 ? JSON.stringify(entry.metadata) : "–"}</bdi>
  ),
};

const state: Column<WaitlistUser> = {
  key: "state",
  title: "State",
  width: 120,
  from: 760,
  cell: ({ status }) => <State meaning={stateOf[status][1]}>{stateOf[status][0]}</State>,
};

export const waitingColumns: readonly Column<WaitlistUser>[] = [
  name,
  {
    key: "position",
    title: "Place",
    width: 90,
    from: 760,
    cell: ({ position }) => <span className="number">{position ?? "–"}</span>,
  },
  joined,
  metadata,
  state,
];

export const decidedColumns: readonly Column<WaitlistUser>[] = [
  name,
  joined,
  { ...metadata, isExtra: true },
  {
    key: "decided",
    title: "Decided",
    width: 130,
    from: 760,
    cell: (entry) => <Time at={entry.decided_at} otherwise="–" isStop={false} />,
  },
  {
    key: "by",
    title: "Decided by",
    width: 140,
    isExtra: true,
    cell: (entry) => (entry.decided_by ? <Caller of={entry.decided_by} /> : "–"),
  },
  {
    key: "reason",
    title: "Reason",
    from: 1100,
    cell: (entry) => <bdi className="muted">{entry.decision_reason ?? "–"}</bdi>,
  },
  state,
];
