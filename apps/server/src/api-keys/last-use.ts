import type { Services } from "../calls/call.ts";

/** Stores times of a last use, of each record once at a time. Nobody waits: a read must not depend on whether writes are accepted. */
export function createStamps({ log }: Pick<Services, "log">, whose: string) {
  const underWay = new Set<string>();
  return async (record: string, store: () => Promise<unknown>) => {
    if (underWay.has(record)) return;
    underWay.add(record);
    await store().catch((error: unknown) => log.warn({ err: error }, `${whose} last use could not be stored`));
    underWay.delete(record);
  };
}
