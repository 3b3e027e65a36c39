import { existsSync, mkdtempSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MEMORY = "/dev/shm";
const ROOM = 2 ** 31;

/** In memory, because tests wait for a disk more than for anything else: at each commit, and for hundreds of databases' files. */
function fastest() {
  const memory = existsSync(MEMORY) ? statfsSync(MEMORY) : { bavail: 0, bsize: 0 };
  return memory.bavail * memory.bsize > ROOM ? MEMORY : tmpdir();
}

/** Makes a folder for a test's files. */
export const makeFolder = (prefix: string) => mkdtempSync(join(fastest(), prefix));
