import type { Services } from "../calls/call.ts";

/** Stores when a record was last used. Callers do not wait for it, because reads go on while the database refuses writes. */
export function createStamps({ log }: Pick<Services, "log">, whose: string) {
  const underWay = new Set<string>();
  return async (record: string, store: () => Promise<unknown>) => {
    if (underWay.has(record)) return;
    underWay.add(record);
    await store().catch((error: unknown) => log.warn({ err: error }, `${whose} last use could not be stored`));
    underWay.delete(record);
  };
}
