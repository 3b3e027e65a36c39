import { type auditProcedures, events, targetTypes } from "@roster/contract";
import type { Examples } from "../testing/example.ts";

export const auditExamples: Examples<typeof auditProcedures> = {
  fetchAuditLog: {
    sample: ({ ada }) => ({ target_id: ada.id }),
    random: {
      weight: 20,
      input: ({ pick, maybe, user, organization, list }) => {
        const time = () => maybe(0.1, () => pick(["2026-03-01T12:00:00Z", "2026-03-02T00:00:00+02:00", "now"]));
        return list({
          actor: maybe(0.1, () => pick(["tester", "nobody"])),
          event: maybe(0.1, () => pick(Object.keys(events))),
          target_type: maybe(0.1, () => pick(targetTypes)),
          target_id: maybe(0.4, () => pick([user, organization, () => "nothing"])()),
          request_id: maybe(0.03, () => "nothing"),
          from: time(),
          to: time(),
        });
      },
    },
  },
};
