import { Button, CloseButton, Menu, Modal, Progress } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { queryClient, read, requestOf } from "../calls/calls.ts";
import { useReturnFocus } from "../form/return-focus.ts";
import { messageOf } from "../shell/faults.tsx";
import { InTheLog, type Outcome, Outcomes } from "./bulk-results.tsx";
import type { List } from "./list.ts";
import { counted } from "./pager.tsx";
import type { Selected, Selection } from "./selection.ts";
import "./bulk.css";

const ROWS_IN_A_CALL = 100;
/** More rows than this are not selected at once: the page holds their names. */
const MOST = 10_000;

/** What a bulk call answers for each row. */
export type RowResult =
  | { ok: true; user?: { id: string; email: string | null } }
  | { ok: false; error: { message: string } };

export interface BulkAct {
  /** What it does, such as "Deactivate". */
  label: string;
  /** What was done to a row, such as "deactivated". */
  done: string;
  isDangerous?: boolean;
  /** The bulk call for at most 100 ids. */
  run(ids: string[]): Promise<{ results: RowResult[] }>;
}

interface Run {
  act: BulkAct;
  rows: [id: string, name: string][];
  outcomes: Outcome[];
  requests: (string | undefined)[];
  /** Why it ended before all rows were done. */
  fault?: Error;
  isOver: boolean;
}

/** Acts on the selected rows, a hundred in a call, and says what became of each. */
export function BulkBar<Row extends { id: string }>(props: {
  list: List<Row>;
  selection: Selection;
  nameOf(row: NoInfer<Row>): string;
  acts: BulkAct[];
}) {
  const { selection, acts } = props;
  const [run, setRun] = useState<Run>();
  const [asked, setAsked] = useState<BulkAct>();
  const count = selection.rows.size;

  async function start(act: BulkAct) {
    setAsked(undefined);
    const state: Run = { act, rows: [...selection.rows], outcomes: [], requests: [], isOver: false };
    const show = (more: Partial<Run>) => setRun(Object.assign(state, more) && { ...state });
    show({});
    try {
      while (state.outcomes.length < state.rows.length) {
        const part = state.rows.slice(state.outcomes.length, state.outcomes.length + ROWS_IN_A_CALL);
        const answer = await act.run(part.map(([id]) => id)); // one after the other: a second call would wait for the first
        const outcomes = part.map(([id, name], index) => ({ id, name, ...outcomeOf(answer.results[index]) }));
        show({ outcomes: [...state.outcomes, ...outcomes], requests: [...state.requests, requestOf(answer)] });
      }
      show({ isOver: true });
    } catch (fault) {
      show({ isOver: true, fault: fault instanceof Error ? fault : new Error(String(fault)) });
    }
    // What was refused or not tried stays selected.
    const done = new Set(state.outcomes.filter(({ refusal }) => !refusal).map(({ id }) => id));
    selection.set(new Map([...selection.rows].filter(([id]) => !done.has(id))));
    await queryClient.invalidateQueries();
  }

  return (
    <>
      {count > 0 ? (
        <section className="bulk-bar" aria-label="Selected rows">
          <span className="number" role="status">
            {counted(count)} selected
          </span>
          <SelectAllFound {...props} />
          {acts.slice(0, 2).map((act) => (
            <Button key={act.label} size="xs" variant="default" onClick={() => setAsked(act)}>
              {act.label}
            </Button>
          ))}
          {acts.length > 2 ? (
            <Menu position="top-end">
              <Menu.Target>
                <Button size="xs" variant="default" aria-label="More actions">
                  <IconDots size={16} />
                </Button>
              </Menu.Target>
              <Menu.Dropdown aria-label="More actions">
                {acts.slice(2).map((act) => (
                  <Menu.Item key={act.label} onClick={() => setAsked(act)} {...(act.isDangerous && { color: "red" })}>
                    {act.label}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          ) : null}
          <CloseButton aria-label="Clear the selection" onClick={() => selection.set(new Map())} />
        </section>
      ) : null}
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={`${asked?.label} ${counted(count)}?`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <p className="bulk-names">{namesOf(selection.rows)}</p>
        <div className="form-foot">
          <Button variant="default" onClick={() => setAsked(undefined)}>
            Cancel
          </Button>
          <Button
            data-autofocus
            {...(asked?.isDangerous && { color: "red" })}
            onClick={() => asked && void start(asked)}
          >
            {asked?.label} {counted(count)}
          </Button>
        </div>
      </Modal>
      {run ? <Results run={run} onClose={() => setRun(undefined)} /> : null}
    </>
  );
}

function outcomeOf(result: RowResult | undefined): Partial<Outcome> {
  if (!result) return {};
  if (!result.ok) return { refusal: result.error.message };
  if (!result.user) return {};
  const { id, email } = result.user;
  return { beside: email, to: { to: "/users/$id/$tab", params: { id, tab: "overview" } } };
}

const SHOWN = 5;

/** The first names of a selection, and how many more. */
function namesOf(rows: Selected) {
  const names = [...rows.values()].slice(0, SHOWN).join(", ");
  return rows.size > SHOWN ? `${names} and ${counted(rows.size - SHOWN)} more` : names;
}

/** The way from the rows of a page to all rows that the view's filters find. */
function SelectAllFound<Row extends { id: string }>({ list, selection, nameOf }: Parameters<typeof BulkBar<Row>>[0]) {
  const [found, setFound] = useState<number>();
  const isStopped = useRef(false);
  const wanted = Math.min(list.total ?? 0, MOST);
  if (found !== undefined) {
    return (
      <Button size="xs" variant="subtle" onClick={() => (isStopped.current = true)}>
        Selecting, {counted(found)} of {counted(wanted)}. Stop
      </Button>
    );
  }
  if (!selection.isPageSelected || selection.rows.size >= wanted) return null;

  async function selectAll() {
    isStopped.current = false;
    const rows = new Map<string, string>();
    const { cursor: _cursor, page: _page, ...filters } = list.call.input as { cursor?: string; page?: number }; // the input of a list
    for (let cursor: string | null = null; rows.size < wanted && !isStopped.current; ) {
      const place: object = cursor === null ? {} : { cursor };
      const page = (await read(list.call.procedure, {
        ...filters,
        ...place,
        per_page: ROWS_IN_A_CALL,
      } as never)) as unknown as {
        data: Row[];
        next_cursor: string | null;
      }; // the same list as the page shows
      for (const row of page.data.slice(0, wanted - rows.size)) rows.set(row.id, nameOf(row));
      setFound(rows.size);
      cursor = page.next_cursor;
      if (cursor === null) break;
    }
    setFound(undefined);
    selection.set(rows);
  }
  return (
    <Button size="xs" variant="subtle" onClick={() => void selectAll()}>
      Select {wanted < (list.total ?? 0) ? `the first ${counted(wanted)}` : `all ${counted(wanted)}`}
    </Button>
  );
}

/** How far a run is, and then what became of each row. */
function Results({ run, onClose }: { run: Run; onClose(): void }) {
  const { act, rows, outcomes, requests, fault, isOver } = run;
  useReturnFocus();
  const count = outcomes.length;
  const refused = outcomes.filter(({ refusal }) => refusal).length;
  const done = count - refused;
  return (
    <Modal
      opened
      onClose={() => isOver && onClose()}
      withCloseButton={isOver}
      closeOnClickOutside={false}
      title={
        isOver
          ? `${counted(done)} of ${counted(rows.length)} ${act.done}`
          : `${act.label}: ${counted(count)} of ${counted(rows.length)}`
      }
      size={560}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Progress value={(100 * count) / rows.length} aria-label="Rows done" />
      <div role="status" className="bulk-results">
        {isOver && (refused > 0 || !fault) ? (
          <p>
            {refused === 0 ? "All of them." : `${counted(refused)} refused, and not changed. They are still selected.`}
          </p>
        ) : null}
        {fault ? (
          <p className="refusal">
            {messageOf(fault)} {counted(rows.length - count)} rows were not tried.
          </p>
        ) : null}
      </div>
      {isOver ? <Outcomes rows={outcomes} /> : null}
      {isOver ? <InTheLog requests={requests} /> : null}
      {isOver ? (
        <div className="form-foot">
          <Button data-autofocus onClick={onClose}>
            Close
          </Button>
        </div>
      ) : null}
    </Modal>
  );
}
