// Organizations and workspaces are groups of users: they have the same fields and memberships.

import { randomBytes } from "node:crypto";
import type { Metadata } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import { Refusal } from "../errors.ts";
import { searchText } from "../lists/search-text.ts";
import { patchMetadata } from "../metadata.ts";
import { deleteMembership, findGroup, type GroupKind, setRole, updateGroupRow } from "./group.queries.ts";

/** The row of a new group. Without a slug it gets one from its name. */
export async function newGroup(
  { now }: Change,
  input: { name: string; slug?: string | null | undefined; public_metadata?: Metadata | null | undefined },
  isSlugTaken: (slug: string) => Promise<boolean>,
) {
  const { name } = input;
  const slug = input.slug ?? (await slugFor(name, isSlugTaken));
  const public_metadata = JSON.stringify(input.public_metadata ?? {});
  return { name, slug, search_text: searchText(name, slug), public_metadata, created_at: now, updated_at: now };
}

/** A slug from a name. It gets a random suffix if the plain slug is in use, or the name has no usable letters. */
async function slugFor(name: string, isTaken: (slug: string) => Promise<boolean>) {
  const { default: slugify } = await import("@sindresorhus/slugify");
  const plain = slugify(name, { decamelize: false }).slice(0, 50).replace(/-+$/, "");
  if (plain !== "" && !(await isTaken(plain))) return plain;
  return [plain, randomBytes(4).toString("hex")].filter((part) => part !== "").join("-");
}

export async function updateGroup(
  { tx, now, record }: Change,
  kind: GroupKind,
  id: string,
  input: { name?: string; slug?: string; public_metadata?: Metadata | null },
) {
  const row = await findGroup(tx, kind, id);
  if (!row) throw new Refusal(`${kind}_not_found`);
  const { name = row.name, slug = row.slug } = input;
  const public_metadata =
    patchMetadata("public_metadata", row.public_metadata, input.public_metadata) ?? row.public_metadata;
  const group = { name, slug, public_metadata };
  const changed = (["name", "slug", "public_metadata"] as const).filter((field) => group[field] !== row[field]);
  if (changed.length === 0) return;
  await updateGroupRow(tx, kind, id, { ...group, search_text: searchText(name, slug), updated_at: now });
  await record(`${kind}.updated`, id, changed);
}

export async function changeRole(change: Change, kind: GroupKind, id: string, userId: string, role: string) {
  if (!(await setRole(change.tx, kind, id, userId, role, change.now))) throw new Refusal("membership_not_found");
  await recordMembership(change, kind, "updated", id, userId);
}

export async function removeMember(change: Change, kind: GroupKind, id: string, userId: string) {
  if (!(await deleteMembership(change.tx, kind, id, userId))) throw new Refusal("membership_not_found");
  await recordMembership(change, kind, "removed", id, userId);
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
