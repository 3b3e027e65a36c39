/** A queue of items by their keys. Keys take turns, so that one with very many items holds up no other. */
export class Turns<T> {
  /** In the order in which the keys have their turns. */
  readonly #queues = new Map<string, T[]>();
  length = 0;

  push(key: string, item: T) {
    const queue = this.#queues.get(key);
    if (queue) queue.push(item);
    else this.#queues.set(key, [item]);
    this.length += 1;
  }

  /** The first item of the key whose turn it is. */
  shift(): T | undefined {
    const [next] = this.#queues;
    if (!next) return undefined;
    const [key, queue] = next;
    const item = queue.shift();
    this.#queues.delete(key);
    if (queue.length > 0) this.#queues.set(key, queue); // behind all others
    this.length -= 1;
    return item;
  }
}

/** Runs at most so many works side by side. Those that wait are taken by turns of their keys. */
export function takingTurns(most: number) {
  const waiting = new Turns<() => void>();
  let running = 0;
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    if (running < most) running += 1;
    else await new Promise<void>((resolve) => waiting.push(key, resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
