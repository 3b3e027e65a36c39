import { type Logger, pino } from "pino";

/** What Roster logs with: a logger of pino's, or another of its shape. */
export type Log = Pick<Logger, "fatal" | "error" | "warn" | "info" | "debug">;

/** Characters that wait for a slow reader. Lines beyond them are dropped. */
const MOST_WAITING = 1024 * 1024;

interface Options {
  /** A function, because `process.stdout` is slow to create. */
  output?: () => NodeJS.WriteStream;
  /** The text of a line of JSON. */
  textOf?: (line: string) => string;
}

/**
 * A log whose lines of one turn of the event loop share a write. It waits for nobody: lines are dropped, and counted, while its reader
 * is gone or slow, or its disk is full.
 */
export function createLog(level: string, { output = () => process.stdout, textOf = (line) => line }: Options = {}) {
  let lines: string[] = [];
  let dropped = 0;
  const flush = () => {
    process.off("exit", flush);
    const stream = surviving(output());
    const { length } = lines;
    const text = lines.map(textOf).join("");
    lines = [];
    if (stream.writableLength > MOST_WAITING) dropped += length;
    else
      stream.write(text, (error) => {
        if (error) dropped += length;
        else if (dropped > 0) tellOfDropped();
      });
  };
  const write = (line: string) => {
    if (lines.push(line) > 1) return;
    process.once("exit", flush);
    setImmediate(flush);
  };
  const log = pino({ level }, { write });
  const tellOfDropped = () => {
    log.warn({ lines: dropped }, "lines of this log were dropped: its reader was too slow, or its disk full");
    dropped = 0;
  };
  return log;
}

const ignore = () => undefined;

/** A stream whose errors, which its writes answer as well, do not end the process. */
function surviving(stream: NodeJS.WriteStream) {
  return stream.listeners("error").includes(ignore) ? stream : stream.on("error", ignore);
}
