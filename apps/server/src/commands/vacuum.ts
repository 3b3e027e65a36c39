import { workerData } from "node:worker_threads";
import { reading } from "../database/sqlite-file.ts";

// A thread of `roster backup` and `roster restore`, because SQLite copies a file in one call.

const { from, to }: { from: string; to: string } = workerData;
reading(from, (database) => void database.prepare("vacuum into ?").run(to));
