import type { Bench } from "../bench.ts";
import { measureConsole } from "./console.ts";
import { measureGrowth } from "./growth.ts";
import { measureInProcess } from "./in-process.ts";
import { measureMixed } from "./mixed.ts";
import { measurePages } from "./pages.ts";
import { measurePeer, measurePeerLists } from "./peer.ts";
import { measurePostgres } from "./postgres.ts";
import { measurePostgresWrites } from "./postgres-writes.ts";
import { measureReads } from "./reads.ts";
import { measureSearch } from "./search.ts";
import { measureStart } from "./start.ts";
import { measureTypes } from "./types.ts";
import { measureWrites } from "./writes.ts";

interface Group {
  goals: number[];
  measure(bench: Bench): Promise<void>;
}

/** The groups by name, in the order of measurement: those that write come last. */
export const groups = {
  reads: { goals: [1, 2, 3], measure: measureReads },
  pages: { goals: [7], measure: measurePages },
  search: { goals: [8], measure: measureSearch },
  "peer-lists": { goals: [5], measure: measurePeerLists },
  start: { goals: [11], measure: measureStart },
  "in-process": { goals: [12], measure: measureInProcess },
  growth: { goals: [6], measure: measureGrowth },
  peer: { goals: [4], measure: measurePeer },
  writes: { goals: [9], measure: measureWrites },
  postgres: { goals: [13], measure: measurePostgres },
  "postgres-writes": { goals: [15], measure: measurePostgresWrites },
  mixed: { goals: [10], measure: measureMixed },
  console: { goals: [16], measure: measureConsole },
  types: { goals: [14], measure: measureTypes },
} satisfies Record<string, Group>;
