import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { Plugin } from "vite";

const codings = { br: promisify(brotliCompress), gz: promisify(gzip) };

/** Writes each file of text in brotli and gzip as well, which the server sends to whom takes them. Fonts are compressed already. */
export const compressed = (): Plugin => {
  let folder = "";
  return {
    name: "compressed",
    apply: "build",
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
    async closeBundle() {
      const files = (await readdir(folder, { recursive: true })).filter((file) => /\.(?:js|css|html|svg)$/.test(file));
      const write = async (file: string) => {
        const content = await readFile(join(folder, file));
        for (const [suffix, compress] of Object.entries(codings))
          await writeFile(join(folder, `${file}.${suffix}`), await compress(content));
      };
      await Promise.all(files.map(write));
    },
  };
};
