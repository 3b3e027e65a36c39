import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = "docs/recipes";

/** The pages of the recipes, with the code of the files that their blocks name: ```` ```ts src/proxy.ts ````. */
export function recipePages(root: URL): [path: string, text: string][] {
  const read = (path: string) => readFileSync(new URL(`${folder}/${path}`, root), "utf8");
  const pages = globSync("*.md", { cwd: fileURLToPath(new URL(folder, root)) }).toSorted();
  return pages.map((page) => [
    `${folder}/${page}`,
    read(page).replaceAll(
      /^(```tsx? (src\/\S+))\n.*?^```$/gms,
      (_, opening: string, path: string) => `${opening}\n// ${path}\n\n${read(path)}\`\`\``,
    ),
  ]);
}
