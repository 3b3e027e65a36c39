import { Button } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { ShowCall } from "../calls/show-call.tsx";
import { type List, ROWS } from "./list.ts";
import type { SetView } from "./view.ts";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** Whether the page of a list came after the one before in the history, which has its cursor and its scroll. */
    isNext?: boolean;
  }
}

const count = new Intl.NumberFormat("en");
export const counted = (number: number) => count.format(number);

/** The place in the list, and the way on and back. */
export function Pager<Row>({ list, setView }: { list: List<Row>; setView: SetView }) {
  const { rows = [], length = rows.length, total, page, next } = list;
  const router = useRouter();
  const first = (page - 1) * ROWS + 1;
  const place = length === 0 ? "No more rows" : `${counted(first)}–${counted(first + length - 1)}`;
  const previous = () =>
    router.state.location.state.isNext
      ? router.history.back()
      : void setView({ page: page > 2 ? String(page - 1) : undefined, cursor: undefined });
  return (
    <nav className="pager" aria-label="Pages">
      <ShowCall procedure={list.call.procedure} input={() => list.call.input} />
      <span className="muted number" role="status">
        {place}
        {total === undefined ? "" : ` of ${counted(total)}`}
      </span>
      <Button variant="default" size="xs" disabled={page === 1} onClick={previous}>
        Previous
      </Button>
      <Button
        variant="default"
        size="xs"
        disabled={next === null}
        onClick={() => void setView({ page: String(page + 1), cursor: next ?? undefined }, { state: { isNext: true } })}
      >
        Next
      </Button>
    </nav>
  );
}
