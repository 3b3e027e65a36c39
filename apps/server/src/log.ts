import { type Logger, pino } from "pino";

/** Less than the library's write size, so that one flush writes everything. */
const MOST_KEPT = 8 * 1024;
/** The file descriptor, because `process.stdout` is slow to create. */
const STANDARD_OUTPUT = 1;

/** A log to standard output. The lines of one turn of the event loop share a write, which takes as long as a query. */
export function createLog(level: string): Logger {
  const output = pino.destination({ dest: STANDARD_OUTPUT, sync: true, minLength: MOST_KEPT });
  const flushSync = () => output.flushSync();
  let isDue = false;
  const flush = () => {
    isDue = false;
    process.off("exit", flushSync);
    output.flush();
  };
  const write = (line: string) => {
    output.write(line);
    if (isDue) return;
    isDue = true;
    process.once("exit", flushSync);
    setImmediate(flush);
  };
  return pino({ level }, Object.assign({ write }, { flushSync })); // pino calls it for a fatal line
}
