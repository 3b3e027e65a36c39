import type { organizationProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { listPage } from "../lists/page.ts";
import { findOrganization, organizationList } from "./organization.queries.ts";
import {
  addOrganizationMember,
  createOrganization,
  deleteOrganization,
  existing,
  removeOrganizationMember,
  updateOrganization,
  updateOrganizationMember,
} from "./organization.service.ts";

export const organizations: Handlers<typeof organizationProcedures> = {
  fetchOrganizations: (call) => listPage(call, organizationList, call.input),
  fetchOrganization: async ({ db, input }) => existing(await findOrganization(db, input)),
  createOrganization,
  updateOrganization,
  deleteOrganization,
  addOrganizationMember,
  updateOrganizationMember,
  removeOrganizationMember,
};
