import { type Logger, pino } from "pino";

/** Less than what the library writes at a time, so that one flush is all. */
const MOST_KEPT = 8 * 1024;
/** By its number: process.stdout would be made for it. */
const STANDARD_OUTPUT = 1;

/** A log to standard output. The lines of one turn of the event loop are written together: a write takes as long as a query. */
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
  return pino({ level }, Object.assign({ write }, { flushSync })); // which is called for a fatal line
}
