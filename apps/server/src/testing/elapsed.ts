/** Milliseconds of processor time that all threads of this process spend on the work, whatever else the machine does. */
export async function processorTimeOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The least processor time of several calls, because the first ones compile and any may collect garbage. */
export async function leastProcessorTimeOf(tries: number, work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let index = 0; index < tries; index++) least = Math.min(least, await processorTimeOf(work));
  return least;
}

const TICK_MILLISECONDS = 20;

/** Milliseconds that the work waits. A time in which a busy machine holds up this process counts as one tick. */
export async function waitOf(work: () => Promise<unknown>): Promise<number> {
  let ticks = 0;
  const clock = setInterval(() => ticks++, TICK_MILLISECONDS);
  await work().finally(() => clearInterval(clock));
  return ticks * TICK_MILLISECONDS;
}
