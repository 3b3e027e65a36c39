import { join } from "node:path";

/**
 * Writes a message into a folder, for development. Only the server's user can read the file, as it holds a link or a code. The time of
 * queueing orders the files.
 */
export async function writeMessageFile(
  folder: string,
  { id, template, queuedAt }: { id: string; template: string | null; queuedAt: string },
  extension: string,
  content: Buffer | string,
) {
  const { mkdir, writeFile } = await import("node:fs/promises"); // loaded when needed, so that the server starts faster
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${queuedAt.replaceAll(":", "-")}-${template}-${id}.${extension}`);
  await writeFile(file, content, { mode: 0o600 });
  return file;
}
