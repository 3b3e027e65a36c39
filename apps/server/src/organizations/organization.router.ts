import type { organizationProcedures } from "@roster/contract";
import type { Handlers } from "../procedures.ts";
import { listOrganizations } from "./organization.queries.ts";
import {
  addOrganizationMember,
  createOrganization,
  deleteOrganization,
  removeOrganizationMember,
  updateOrganization,
  updateOrganizationMember,
} from "./organization.service.ts";

export const organizations: Handlers<typeof organizationProcedures> = {
  fetchOrganizations: ({ db, input }) => listOrganizations(db, input),
  createOrganization,
  updateOrganization,
  deleteOrganization: (change, { organization_id }) => deleteOrganization(change, organization_id),
  addOrganizationMember,
  updateOrganizationMember,
  removeOrganizationMember,
};
