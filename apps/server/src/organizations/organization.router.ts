import type { organizationProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { existing } from "../errors.ts";
import { listPage } from "../lists/page.ts";
import { findOrganization, organizationList } from "./organization.queries.ts";
import {
  addOrganizationMember,
  createOrganization,
  deleteOrganization,
  lockForJoining,
  removeOrganizationMember,
  updateOrganization,
  updateOrganizationMember,
} from "./organization.service.ts";

export const organizations: Handlers<typeof organizationProcedures> = {
  fetchOrganizations: (call) => listPage(call, organizationList),
  fetchOrganization: async ({ db, input }) => existing(await findOrganization(db, input), "organization_not_found"),
  createOrganization,
  updateOrganization,
  deleteOrganization,
  addOrganizationMember,
  addOrganizationMembers: (change, { organization_id, members }) =>
    change.each(members, lockForJoining(organization_id), async (member) => ({
      membership: await addOrganizationMember(change, { organization_id, ...member }),
    })),
  updateOrganizationMember,
  removeOrganizationMember,
};
