import { randomBytes } from "node:crypto";
import type { Metadata } from "@roster/contract";
import { patchMetadata } from "../metadata.ts";

/** The fields that organizations and workspaces share. */
interface Group {
  name: string;
  slug: string;
  public_metadata: string;
}

/** The new values of an updated group, and the names of the changed fields. */
export function updatedGroup(
  row: Group,
  input: { name?: string; slug?: string; public_metadata?: Metadata | null },
): { group: Group; changed: (keyof Group)[] } {
  const group = {
    name: input.name ?? row.name,
    slug: input.slug ?? row.slug,
    public_metadata:
      patchMetadata("public_metadata", row.public_metadata, input.public_metadata) ?? row.public_metadata,
  };
  const changed = (["name", "slug", "public_metadata"] as const).filter((field) => group[field] !== row[field]);
  return { group, changed };
}

/** A slug from a name. It gets a random suffix if the plain slug is in use, or the name has no usable letters. */
export async function slugFor(name: string, isTaken: (slug: string) => Promise<boolean>) {
  const { default: slugify } = await import("@sindresorhus/slugify");
  const plain = slugify(name, { decamelize: false }).slice(0, 50).replace(/-+$/, "");
  if (plain !== "" && !(await isTaken(plain))) return plain;
  return [plain, randomBytes(4).toString("hex")].filter((part) => part !== "").join("-");
}
