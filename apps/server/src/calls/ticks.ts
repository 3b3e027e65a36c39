import { setTimeout as sleep } from "node:timers/promises";

/** Longer than such a call takes on a server with work to do. A call that takes longer waits for its next tick. */
const TICK_MILLISECONDS = 50;

/** Answers at a full tick after the start, so that the time of the answer does not tell what the work was. */
export async function inFullTicks<T>(work: () => Promise<T>): Promise<T> {
  const state = { isOver: false };
  const end = () => {
    state.isOver = true;
  };
  const outcome = work();
  outcome.then(end, end);
  do await sleep(TICK_MILLISECONDS);
  while (!state.isOver);
  return outcome;
}
