import type { Input } from "@roster/client";
import { useRead } from "../calls/calls.ts";
import type { List, ListName, RowOf } from "./list.ts";

/** The record that a dialog is about. */
export interface Found<Row> {
  id: string | undefined;
  /** Undefined until it is found. */
  record: Row | undefined;
  /** Whether there is none with this id, or none any more. */
  isGone: boolean;
  error: Error | null;
}

/** The lists that find records by their ids. */
type ByIds = { [P in ListName]: "ids" extends keyof NonNullable<Input<P>> ? P : never }[ListName];

/** Finds a record by its id: in the list on the page, else with `inAnyState` on the server. */
export function useRecord<P extends ByIds>(
  procedure: P,
  list: List<RowOf<P>>,
  id: string | undefined,
  inAnyState?: Omit<NonNullable<Input<P>>, "ids">,
): Found<RowOf<P>> {
  const known: RowOf<P> | undefined = list.rows?.find((row) => row.id === id);
  const input = { ...inAnyState, ids: id === undefined ? [] : [id] } as Input<P>; // P takes ids
  const { data, error } = useRead(procedure, input, {
    enabled: id !== undefined && list.rows !== undefined && known === undefined,
  });
  const found: RowOf<P> | undefined = data?.data[0];
  return { id, record: known ?? found, isGone: data !== undefined && !known && !found, error };
}
