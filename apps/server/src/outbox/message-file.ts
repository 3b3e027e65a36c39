import { join } from "node:path";

interface Named {
  id: string;
  template: string;
  /** When it was queued: the files of a folder stand in this order. */
  queuedAt: string;
}

/** Writes a message into a folder, for development. Only whoever runs the server can read it: there are links and codes in it. */
export async function writeMessageFile(
  folder: string,
  { id, template, queuedAt }: Named,
  extension: string,
  content: Buffer | string,
) {
  const { mkdir, writeFile } = await import("node:fs/promises"); // no start waits for it
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${queuedAt.replaceAll(":", "-")}-${template}-${id}.${extension}`);
  await writeFile(file, content, { mode: 0o600 });
  return file;
}
