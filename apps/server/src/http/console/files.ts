import { hash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";

const types: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
};

/** Codings that the build writes beside a file, by their suffix: the smaller one first. */
const codings = [
  ["br", ".br"],
  ["gzip", ".gz"],
] as const;

type Coding = (typeof codings)[number][0] | "identity";

/** A built file, with the codings in which it is there. */
export interface BuiltFile {
  type: string;
  bodies: Partial<Record<Coding, Buffer>> & { identity: Buffer };
  hash: string;
}

/** Reads all files of a folder, by their URL paths. Whatever becomes of the folder, a server goes on with these. */
export async function readFiles(folder: string): Promise<Map<string, BuiltFile>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const contents = new Map(await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const)));
  const files = new Map<string, BuiltFile>();
  for (const [path, identity] of contents) {
    const type = types[extname(path)];
    if (type === undefined) continue; // a coding of another file, or nothing that the console has
    const bodies: BuiltFile["bodies"] = { identity };
    for (const [coding, suffix] of codings) {
      const body = contents.get(path + suffix);
      if (body) bodies[coding] = body;
    }
    const url = `/${relative(folder, path).replaceAll(sep, "/")}`;
    files.set(url, { type, bodies, hash: hash("sha256", identity, "base64url") });
  }
  return files;
}

/** The coding that a request accepts, among those that a file has (RFC 9110, 12.5.3). */
export function codingFor({ bodies }: BuiltFile, accepted = ""): Coding {
  const accepts = (coding: string) =>
    accepted.split(",").some((part) => {
      const [name, weight = "1"] = part.trim().split(/\s*;\s*q=/i);
      return name?.toLowerCase() === coding && Number(weight) > 0;
    });
  return codings.find(([coding]) => bodies[coding] && accepts(coding))?.[0] ?? "identity";
}
