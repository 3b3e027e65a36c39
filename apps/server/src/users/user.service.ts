import { contract, type EventName, type Output, type ParsedInput, type User } from "@roster/contract";
import type { Change, QueryCall } from "../calls/call.ts";
import type { Tx } from "../database/database.ts";
import { lockNames } from "../database/locks.ts";
import { together } from "../database/together.ts";
import { existing, parsed, Refusal } from "../errors.ts";
import { forgetFailures } from "../failures/failure.queries.ts";
import { countIdentifiers, findIdentifiers } from "../identifiers/identifier.queries.ts";
import { addVouched, dropCopies, refuseLastIdentifier } from "../identifiers/identifier.service.ts";
import { newId } from "../ids.ts";
import { patchMetadata } from "../metadata.ts";
import { deleteTraces, deleteWaitlistEntries, keepGroupsOf, lockWaitlistEntries } from "../offers/offer.queries.ts";
import { endOffers, lockNamesOf } from "../offers/offer.service.ts";
import { endPasswordLinks, hashNewPassword } from "../passwords/password.service.ts";
import {
  deleteUserRow,
  insertUser,
  type LockedUser,
  lockAllClaimants,
  lockClaimants,
  lockUser,
  lockUsers,
  names,
  searchedOf,
  searchedOfNew,
  type UserFields,
  updateUserRow,
} from "../user-rows/user-row.queries.ts";
import { toUser } from "../user-rows/user-row.table.ts";

/** Hashes the password, if there is one. */
export async function prepareUser({ input, services }: QueryCall<"createUser">) {
  const { password, skip_password_check, first_name, last_name, username = null, external_id = null } = input;
  if (!password) return { password_hash: null };
  const { email_address: email = null, phone_number = null } = input;
  const owner = searchedOfNew({ first_name, last_name, username, external_id, email, phone_number });
  const checked = skip_password_check ? "unchecked" : owner;
  return { password_hash: await hashNewPassword(services, "password", password, checked) };
}

/** Checks each row and hashes its password, one after the other: a call has one hash in the queue. */
export async function prepareUsers(call: QueryCall<"createUsers">) {
  const rows = [];
  for (const row of call.input.users) rows.push(await prepareRow(call, row));
  return rows;
}

async function prepareRow(call: QueryCall<"createUsers">, row: unknown) {
  try {
    const input = parsed(contract.createUser.input, row);
    const { password: _, skip_password_check: __, ...fields } = input;
    return { fields: { ...fields, ...(await prepareUser({ ...call, input })) } };
  } catch (error) {
    if (error instanceof Refusal) return { refusal: plain(error) };
    throw error;
  }
}

/** A refusal for another thread. */
const plain = ({ errorCode, message, detail: { field_errors = [], ...detail } }: Refusal) => ({
  ...detail,
  errorCode,
  message,
  field_errors: field_errors.map((one) => ({ ...one })),
});

const refusedAs = ({ errorCode, ...given }: ReturnType<typeof plain>) => new Refusal(errorCode, given);

/** The data of a new user. The caller vouches for the address and number: they are verified and primary. */
export type NewUser = Omit<ParsedInput<"createUser">, keyof Names | "password" | "skip_password_check"> &
  Names & { password_hash?: string | null };

type Names = Pick<User, "first_name" | "last_name">;

/** Locks what the creations of users lock, and their other unique names. */
export async function lockForCreation(tx: Tx, users: readonly Pick<NewUser, (typeof uniqueNames)[number]>[]) {
  const [emails = [], phones = [], usernames = [], externalIds = []] = uniqueNames.map((name) =>
    users.flatMap((user) => user[name] ?? []),
  );
  await lockNames(tx, "email", emails);
  await lockNames(tx, "phone", phones);
  await lockNames(tx, "username", usernames);
  await lockNames(tx, "external_id", externalIds);
  await lockAllClaimants(tx, emails, phones);
}

const uniqueNames = ["email_address", "phone_number", "username", "external_id"] as const;

/** `accepted` is the invitation that the user is created by. */
export async function createUser(change: Change, fields: NewUser, accepted?: string): Promise<User> {
  const { tx, now } = change;
  const id = newId("user");
  const { email_address: email = null, phone_number: phone = null } = fields;
  const row = {
    id,
    first_name: fields.first_name,
    last_name: fields.last_name,
    username: fields.username ?? null,
    external_id: fields.external_id ?? null,
    profile_picture_url: fields.profile_picture_url ?? null,
    email,
    phone_number: phone,
    public_metadata: JSON.stringify(fields.public_metadata ?? {}),
    private_metadata: JSON.stringify(fields.private_metadata ?? {}),
    password_hash: fields.password_hash ?? null,
    created_at: now,
    updated_at: now,
  };
  const [, , claimants, user] = await together([
    lockNames(tx, "email", [email ?? []].flat()),
    lockNames(tx, "phone", [phone ?? []].flat()),
    lockClaimants(tx, { userId: null, email, phone }),
    insertUser(tx, row),
    email !== null && addVouched(change, "email", id, email),
    phone !== null && addVouched(change, "phone", id, phone),
    email !== null && endOffers(change, id, "reached", accepted),
  ]);
  await dropCopies(change, claimants, "email", email);
  await dropCopies(change, claimants, "phone", phone);
  await change.record("user.created", id, namesOfGiven(fields));
  return user;
}

/** Creates the prepared users. */
export const createUsers = (
  change: Change,
  rows: Awaited<ReturnType<typeof prepareUsers>>,
): Promise<Output<"createUsers">> =>
  change.each(
    rows,
    (tx) =>
      lockForCreation(
        tx,
        rows.flatMap(({ fields }) => fields ?? []),
      ),
    async ({ fields, refusal }) => {
      if (refusal) throw refusedAs(refusal);
      return { user: await createUser(change, fields) };
    },
  );

export async function updateUser(change: Change, { user_id, if_version, ...given }: ParsedInput<"updateUser">) {
  const { tx } = change;
  const [found, identifiers, count] = await together([
    lockUser(tx, user_id),
    names.some((name) => given[name] !== undefined) && findIdentifiers(tx, user_id),
    given.username === null && countIdentifiers(tx, user_id),
  ]);
  const row = existingUser(found);
  if (if_version !== undefined && if_version !== row.version) throw new Refusal("version_mismatch");
  if (row.username !== null && count !== false) refuseLastIdentifier(count);

  const wanted = {
    first_name: given.first_name,
    last_name: given.last_name,
    username: given.username,
    external_id: given.external_id,
    profile_picture_url: given.profile_picture_url,
    public_metadata: patchMetadata("public_metadata", row.public_metadata, given.public_metadata),
    private_metadata: patchMetadata("private_metadata", row.private_metadata, given.private_metadata),
  };
  const changed = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && value !== row[name as keyof typeof row], // the keys of `wanted` are columns
  );
  if (changed.length === 0) return toUser(row);
  const fields = Object.fromEntries(changed);
  const searched = identifiers && searchedOf({ ...row, ...fields }, identifiers, row.search_digits);
  const user = await updateUserRow(tx, row, { ...fields, ...searched }, change.now);
  await change.record(
    "user.updated",
    user_id,
    changed.map(([name]) => name),
  );
  return user;
}

export async function deactivateUser(change: Change, userId: string, reason: string | null) {
  const row = existingUser(await lockUser(change.tx, userId));
  if (row.is_active === 0 && (reason === null || reason === row.deactivation_reason)) return toUser(row);
  const fields = { is_active: 0, deactivated_at: row.deactivated_at ?? change.now, deactivation_reason: reason };
  const deactivated = writeChanges(change, "user.deactivated", row, fields);
  const [user] = await together([deactivated, endPasswordLinks(change.tx, userId)]);
  return user;
}

export async function reactivateUser(change: Change, userId: string) {
  const row = existingUser(await lockUser(change.tx, userId));
  if (row.is_active === 1) return toUser(row);
  const fields = { is_active: 1, deactivated_at: null, deactivation_reason: null };
  return writeChanges(change, "user.reactivated", row, fields);
}

async function writeChanges(change: Change, event: EventName, row: LockedUser, fields: UserFields) {
  const user = await updateUserRow(change.tx, row, fields, change.now);
  await change.record(event, row.id, Object.keys(fields));
  return user;
}

/**
 * Deletes the person everywhere: also from the waitlist, from invitations and from messages, sent ones too. The audit log keeps ids and
 * names of fields. Stored answers to idempotency keys are sealed and last a day; counts have no names.
 */
export async function deleteUser(change: Change, userId: string) {
  const { tx } = change;
  await deleteWaitlistEntries(tx, userId);
  await lockNamesOf(tx, [userId]);
  existingUser(await lockUser(tx, userId));
  await endOffers(change, userId, "all");
  await deleteTraces(tx, userId);
  await together([deleteUserRow(tx, userId), forgetFailures(tx, userId)]);
  await change.record("user.deleted", userId);
}

/** Locks what the deletions of users lock. */
export async function lockForDeletion(tx: Tx, userIds: readonly string[]) {
  await lockWaitlistEntries(tx, userIds);
  await lockNamesOf(tx, userIds);
  await keepGroupsOf(tx, userIds);
  await lockUsers(tx, userIds, "update");
}

export const existingUser = <Found>(user: Found | undefined) => existing(user, "user_not_found");

const namesOfGiven = (fields: NewUser) =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name]) => (name === "password_hash" ? "password" : name));
