import { randomBytes } from "node:crypto";
import slugify from "@sindresorhus/slugify";

/** A slug from a name; with a random ending where the plain one is in use, or the name holds nothing to make one from. */
export async function slugFor(name: string, isTaken: (slug: string) => Promise<boolean>) {
  const plain = slugify(name, { decamelize: false }).slice(0, 50).replace(/-+$/, "");
  if (plain !== "" && !(await isTaken(plain))) return plain;
  return [plain, randomBytes(4).toString("hex")].filter((part) => part !== "").join("-");
}
