/** What one client did, and when. Times are of one clock. */
export interface Operation<Act> {
  client: number;
  called: number;
  returned: number;
  act: Act;
}

/** A sequential model: one operation after the other. */
export interface Model<State, Act> {
  /** Plain data. */
  initial: State;
  /** The state after an operation with its outcome, or undefined if it cannot have this outcome in this state. */
  next(state: State, act: Act): State | undefined;
  /** Whether an operation with this outcome changes no state at all. */
  isRead(act: Act): boolean;
}

/** The longest order that was found, its last state, and the operations of which none can be the next. */
export interface Unexplained<State, Act> {
  order: Operation<Act>[];
  state: State;
  next: Operation<Act>[];
}

/** A point of the search: how many operations of each client are done, the state, and the way to it. */
interface Point<State, Act> {
  positions: number[];
  state: State;
  last?: { operation: Operation<Act>; before: Point<State, Act> };
}

function orderTo<State, Act>(point: Point<State, Act>) {
  const order: Operation<Act>[] = [];
  for (let { last } = point; last; last = last.before.last) order.unshift(last.operation);
  return order;
}

/**
 * Looks for an order of all operations, each between its call and its return, in which the model has the same outcomes
 * (linearizability, Herlihy and Wing 1990). Answers undefined if there is one. The search is Wing and Gong's (1993) with Lowe's
 * memory of visited states (2017). A client has one operation at a time, so each client's position says which operations are done.
 */
export function findUnexplained<State, Act>(
  { initial, next, isRead }: Model<State, Act>,
  operations: readonly Operation<Act>[],
): Unexplained<State, Act> | undefined {
  const lanes = [...Map.groupBy(operations, ({ client }) => client).values()].map((lane) =>
    lane.toSorted((one, other) => one.called - other.called),
  );
  const visited = new Set<string>();
  const open: Point<State, Act>[] = [{ positions: lanes.map(() => 0), state: initial }];
  let furthest: { done: number; point?: Point<State, Act>; next: Operation<Act>[] } = { done: -1, next: [] };
  for (let point = open.pop(); point; point = open.pop()) {
    const { positions, state } = point;
    const before = point;
    const waiting = lanes.flatMap((lane, index) => {
      const operation = lane[positions[index] ?? 0];
      return operation ? [{ index, operation }] : [];
    });
    if (waiting.length === 0) return undefined;
    const done = positions.reduce((sum, position) => sum + position, 0);
    if (done > furthest.done) furthest = { done, point, next: waiting.map(({ operation }) => operation) };

    // Whatever was called after another one's return comes after that one.
    const firstReturn = Math.min(...waiting.map(({ operation }) => operation.returned));
    const points = waiting
      .filter(({ operation }) => operation.called <= firstReturn)
      .toSorted((one, other) => other.operation.returned - one.operation.returned) // the last one is tried first
      .flatMap(({ index, operation }): Point<State, Act>[] => {
        const after = next(state, operation.act);
        if (after === undefined) return [];
        const advanced = positions.with(index, (positions[index] ?? 0) + 1);
        return [{ positions: advanced, state: after, last: { operation, before } }];
      });
    // A read that fits may as well be the next.
    const read = points.find(({ last }) => last && isRead(last.operation.act));
    for (const there of read ? [read] : points) {
      const key = JSON.stringify([there.positions, there.state]);
      if (visited.has(key)) continue;
      visited.add(key);
      open.push(there);
    }
  }
  const { point = { positions: [], state: initial } } = furthest;
  return { order: orderTo(point), state: point.state, next: furthest.next };
}
