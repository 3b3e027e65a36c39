import { limits, type ParsedInput } from "@roster/contract";
import type { Change } from "../calls/call.ts";
import { together } from "../database/together.ts";
import { Refusal } from "../errors.ts";
import { countIdentifiers, findIdentifiers } from "../identifiers/identifier.queries.ts";
import { refuseLastIdentifier } from "../identifiers/identifier.service.ts";
import { newId } from "../ids.ts";
import { notifyOfSignIn } from "../notices/notice.service.ts";
import { lockUser, reindexUser } from "../user-rows/user-row.queries.ts";
import {
  deleteSocialConnectionRow,
  findConnection,
  insertSocialConnection,
  socialConnectionIds,
  updateSocialConnectionRow,
} from "./social-connection.queries.ts";

export async function linkSocialConnection(change: Change, input: ParsedInput<"linkSocialConnection">) {
  const { user_id, provider, provider_user_id, email = null, display_name = null } = input;
  const { tx } = change;
  const [user, others] = await together([lockUser(tx, user_id), socialConnectionIds(tx, user_id)]);
  if (!user) throw new Refusal("user_not_found");
  if (others.length >= limits.identifiersOfAKind) throw new Refusal("too_many_identifiers");
  const times = { created_at: change.now, updated_at: change.now };
  const connection = { id: newId("social_connection"), provider, provider_user_id, email, display_name, ...times };
  await insertSocialConnection(tx, { ...connection, user_id });
  await reindexUser(tx, user, await findIdentifiers(tx, user_id));
  await notifyOfSignIn(change, user, ["social_connection_added"]);
  await change.record("user.social_connection_added", user_id, ["social_connections"]);
  return connection;
}

export async function updateSocialConnection(change: Change, input: ParsedInput<"updateSocialConnection">) {
  const { tx, now } = change;
  const { user_id, connection_id } = input;
  const [user, connection] = await together([lockUser(tx, user_id), findConnection(tx, user_id, connection_id)]);
  if (!user || !connection) throw new Refusal("social_connection_not_found");
  const { email = connection.email, display_name = connection.display_name } = input;
  const wanted = { email, display_name };
  const changed = (["email", "display_name"] as const).filter((field) => wanted[field] !== connection[field]);
  if (changed.length === 0) return connection;
  const updated = { ...connection, ...wanted, updated_at: now };
  await updateSocialConnectionRow(tx, connection_id, { ...wanted, updated_at: now });
  await reindexUser(tx, user, await findIdentifiers(tx, user_id));
  const fields = changed.map((field) => `social_connections.${field}`);
  await change.record("user.social_connection_updated", user_id, fields);
  return updated;
}

export async function deleteSocialConnection(change: Change, input: ParsedInput<"deleteSocialConnection">) {
  const { tx } = change;
  const { user_id, connection_id } = input;
  const [user, ids, identifiers] = await together([
    lockUser(tx, user_id),
    socialConnectionIds(tx, user_id),
    countIdentifiers(tx, user_id),
  ]);
  if (!user || !ids.includes(connection_id)) throw new Refusal("social_connection_not_found");
  refuseLastIdentifier(identifiers);
  await together([
    deleteSocialConnectionRow(tx, connection_id),
    notifyOfSignIn(change, user, ["social_connection_removed"]),
  ]);
  await reindexUser(tx, user, await findIdentifiers(tx, user_id));
  await change.record("user.social_connection_removed", user_id, ["social_connections"]);
}
