// Organizations and workspaces are groups of users: they have the same fields and memberships.

import { randomBytes } from "node:crypto";
import type { Metadata } from "@roster/contract";
import type { Insertable, Selectable } from "kysely";
import type { Change } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { searchText } from "../lists/search-text.ts";
import { patchMetadata } from "../metadata.ts";
import { type GroupKind, updateGroupRow } from "./group.queries.ts";
import type { OrganizationTable } from "./group.table.ts";

/**
 * Inserts a new group. Without a slug it gets one from its name, with a random suffix if the plain one is in use or the name has no
 * usable letters. `insert` answers undefined for a slug in use, and so does this function.
 */
export async function createGroup<Row>(
  { now }: Change,
  input: { name: string; slug?: string | null | undefined; public_metadata?: Metadata | null | undefined },
  insert: (row: Omit<Insertable<OrganizationTable>, "id">) => Promise<Row | undefined>,
) {
  const { name } = input;
  const public_metadata = JSON.stringify(input.public_metadata ?? {});
  const insertAs = (slug: string) =>
    insert({ name, slug, search_text: searchText([name], slug), public_metadata, created_at: now, updated_at: now });
  if (input.slug) return insertAs(input.slug);
  const plain = await slugOf(name);
  const suffix = randomBytes(4).toString("hex");
  return plain === "" ? insertAs(suffix) : ((await insertAs(plain)) ?? insertAs(`${plain}-${suffix}`));
}

async function slugOf(name: string) {
  const { default: slugify } = await import("@sindresorhus/slugify");
  return slugify(name, { decamelize: false }).slice(0, 50).replace(/-+$/, "");
}

export async function updateGroup<Row extends Selectable<Omit<OrganizationTable, "seq" | "search_text">>>(
  { tx, now, record }: Change,
  kind: GroupKind,
  row: Row | undefined,
  input: { name?: string; slug?: string; public_metadata?: Metadata | null; if_version?: number },
): Promise<Row> {
  if (!row) throw new Refusal(`${kind}_not_found`);
  if (input.if_version !== undefined && input.if_version !== row.version) throw new Refusal("version_mismatch");
  const { name = row.name, slug = row.slug } = input;
  const public_metadata =
    patchMetadata("public_metadata", row.public_metadata, input.public_metadata) ?? row.public_metadata;
  const group = { name, slug, public_metadata };
  const changed = (["name", "slug", "public_metadata"] as const).filter((field) => group[field] !== row[field]);
  if (changed.length === 0) return row;
  const written = { ...group, version: row.version + 1, updated_at: now };
  await updateGroupRow(tx, kind, row.id, { ...written, search_text: searchText([name], slug) });

  await record(`${kind}.updated`, row.id, changed);
  return { ...row, ...written };
}

/** A membership has an event in both histories: the group's and the user's. */
export async function recordMembership(
  { record }: Change,
  kind: GroupKind,
  news: "added" | "updated" | "removed",
  id: string,
  userId: string,
) {
  await record(`${kind}_member.${news}`, id, ["members"]);
  await record(`user.${kind}_${news}`, userId, [`${kind}s`]);
}
