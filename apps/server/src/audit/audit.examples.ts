import type { auditProcedures } from "@roster/contract";
import type { Examples } from "../testing/example.ts";

export const auditExamples: Examples<typeof auditProcedures> = {
  fetchAuditLog: {
    sample: ({ ada }) => ({ target_id: ada.id }),
    statements: 1,
    random: {
      weight: 20,
      input: ({ pick, maybe, user, organization, list }) =>
        list({ target_id: maybe(0.5, () => pick([user, organization, () => "nothing"])()) }),
    },
  },
};
