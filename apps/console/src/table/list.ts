import type { Input, Output } from "@roster/client";
import { type QueryName, useRead } from "../calls/calls.ts";
import type { View } from "./view.ts";

export const ROWS = 50;

interface Page {
  data: { id: string }[];
  next_cursor: string | null;
  total: number | null;
}

/** The queries that answer a page of a list. */
export type ListName = { [P in QueryName]: Output<P> extends Page ? P : never }[QueryName];
export type RowOf<P extends ListName> = Output<P>["data"][number];
type Filters<P extends ListName> = Omit<
  NonNullable<Input<P>>,
  "page" | "per_page" | "cursor" | "include_total" | "direction"
>;

export interface List<Row> {
  /** Undefined until the first answer. */
  rows: Row[] | undefined;
  /** How many records the rows are, where a row stands for several or for none. */
  length?: number | undefined;
  /** Undefined until it is counted, which may take longer than the rows. */
  total: number | undefined;
  next: string | null;
  /** Number of the page, from 1. */
  page: number;
  error: Error | null;
  /** Whether the rows are those of the view before, while the server answers. */
  isStale: boolean;
  /** The call that answers this page. */
  call: { procedure: QueryName; input: object };
}

/** A page of a list at the place of the view, and its total in a second call, because counting may take longer. */
export function useList<P extends ListName>(procedure: P, filters: Filters<P>, view: View): List<RowOf<P>> {
  const page = Math.max(1, Number(view.page) || 1);
  // By cursor at constant cost; an address without one is found by its number.
  const place = view.cursor ? { cursor: view.cursor } : page > 1 ? { page } : {};
  const input = { ...filters, ...place, per_page: ROWS } as Input<P>; // filters of P, and what every list takes
  const counting = { ...filters, per_page: 1, include_total: true } as Input<P>; // filters of P, and what every list takes
  const rows = useRead(procedure, input, { keeps: true });
  const total = useRead(procedure, counting, { keeps: true });
  return {
    rows: rows.data?.data,
    total: total.data?.total ?? undefined,
    next: rows.data?.next_cursor ?? null,
    page,
    error: rows.error,
    isStale: rows.isPlaceholderData,
    call: { procedure, input: input as object }, // lists take an object
  };
}
