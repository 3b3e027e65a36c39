import type { userProcedures } from "@roster/contract";
import type { Handlers } from "../procedures.ts";
import { findUserByEmail, findUserByExternalId, findUserDetails, listUsers, listUsersAsJson } from "./user.queries.ts";
import { deactivateUser, deleteUser, existing, prepareUser, reactivateUser, updateUser } from "./user.service.ts";

export const users: Handlers<typeof userProcedures> = {
  fetchUsers: {
    single: ({ db, input }) => listUsers(db, input),
    when: ({ include_total }) => !include_total,
    json: ({ db, input }) => listUsersAsJson(db, input),
  },
  fetchUserDetails: { single: async ({ db, input }) => existing(await findUserDetails(db, input.user_id)) },
  fetchUserByEmail: { single: async ({ db, input }) => existing(await findUserByEmail(db, input.email)) },
  fetchUserByExternalId: {
    single: async ({ db, input }) => existing(await findUserByExternalId(db, input.external_id)),
  },
  createUser: { prepare: prepareUser },
  updateUser,
  deactivateUser: (change, { user_id, reason }) => deactivateUser(change, user_id, reason ?? null),
  reactivateUser: (change, { user_id }) => reactivateUser(change, user_id),
  deleteUser: (change, { user_id }) => deleteUser(change, user_id),
};
