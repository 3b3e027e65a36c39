import type { userProcedures, userQueries } from "@roster/contract";
import { type Handlers, prepared } from "../calls/call.ts";
import { listPage } from "../lists/page.ts";
import {
  findUserByConnection,
  findUserByEmail,
  findUserByExternalId,
  findUserByPhone,
  findUserByUsername,
  lockUsers,
} from "../user-rows/user-row.queries.ts";
import { findUserDetails, userList } from "./user.queries.ts";
import {
  createUser,
  createUsers,
  deactivateUser,
  deleteUser,
  existingUser,
  lockForDeletion,
  prepareUser,
  prepareUsers,
  reactivateUser,
  updateUser,
} from "./user.service.ts";

export const users: Handlers<typeof userQueries & typeof userProcedures> = {
  fetchUsers: (call) => listPage(call, userList),
  fetchUserDetails: async ({ db, input }) => existingUser(await findUserDetails(db, input.user_id)),
  fetchUserByEmail: async ({ db, input }) => existingUser(await findUserByEmail(db, input)),
  fetchUserByPhone: async ({ db, input }) => existingUser(await findUserByPhone(db, input)),
  fetchUserByUsername: async ({ db, input }) => existingUser(await findUserByUsername(db, input)),
  fetchUserBySocialConnection: async ({ db, input }) => existingUser(await findUserByConnection(db, input)),
  fetchUserByExternalId: async ({ db, input }) => existingUser(await findUserByExternalId(db, input)),
  createUser: prepared(prepareUser, (change, { password: _, skip_password_check: __, ...fields }, hashed) =>
    createUser(change, { ...fields, ...hashed }),
  ),
  createUsers: prepared(prepareUsers, (change, _, rows) => createUsers(change, rows)),
  updateUser,
  deactivateUser: (change, { user_id, reason }) => deactivateUser(change, user_id, reason ?? null),
  deactivateUsers: (change, { user_ids, reason }) =>
    change.each(user_ids, lockUsers, async (id) => ({ user: await deactivateUser(change, id, reason ?? null) })),
  reactivateUser: (change, { user_id }) => reactivateUser(change, user_id),
  reactivateUsers: (change, { user_ids }) =>
    change.each(user_ids, lockUsers, async (id) => ({ user: await reactivateUser(change, id) })),
  deleteUser: (change, { user_id }) => deleteUser(change, user_id),
  deleteUsers: (change, { user_ids }) =>
    change.each(user_ids, lockForDeletion, async (id) => {
      await deleteUser(change, id);
      return {};
    }),
};
