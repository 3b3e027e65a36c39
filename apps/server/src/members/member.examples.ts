import { memberOrders, type memberProcedures } from "@roster/contract";
import type { Examples } from "../testing/example.ts";
import type { Random } from "../testing/history.random.ts";

const options = ({ list, search, maybe, pick, role }: Random) =>
  list({ search: search(), role: maybe(0.2, role), order_by: maybe(0.7, () => pick(memberOrders)) });

export const memberExamples: Examples<typeof memberProcedures> = {
  fetchOrganizationMembers: {
    sample: ({ organization }) => ({ organization_id: organization.id, search: "ada" }),
    random: {
      weight: 30,
      input: (random) => ({ organization_id: random.organization(), ...options(random) }),
    },
  },
  fetchWorkspaceMembers: {
    sample: ({ workspace }) => ({ workspace_id: workspace.id, search: "ada" }),
    random: {
      weight: 30,
      input: (random) => ({ workspace_id: random.workspace(), ...options(random) }),
    },
  },
};
