import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { begin, type Load, type Sample } from "./load.ts";
import { end } from "./processes.ts";

const LONGEST_SECONDS = 3600;

/** Puts a load on a server from another process, so that it does not disturb the measurement. */
export async function loadInBackground(load: Load): Promise<{ stop(): Promise<Sample> }> {
  const child = fork(fileURLToPath(import.meta.url));
  await once(child, "spawn");
  child.send(load);
  return {
    stop: async () => {
      const gone = once(child, "exit").then(([code]) => {
        throw new Error(`the load in the background ended with ${code}`);
      });
      const told = once(child, "message");
      child.send("stop");
      const [sample] = await Promise.race([told, gone]).finally(() => end(child));
      return sample as Sample; // the worker below sends only this type
    },
  };
}

if (import.meta.main) {
  const [load] = await once(process, "message");
  const running = begin(load as Load, LONGEST_SECONDS); // the parent above sends only this type
  process.once("message", () => running.stop());
  process.send?.(await running.result);
}
