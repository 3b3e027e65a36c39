import type { personalDataProcedures } from "@roster/contract";
import { type Examples, nobody } from "../testing/example.ts";

export const personalDataExamples: Examples<typeof personalDataProcedures> = {
  fetchPersonalData: {
    sample: ({ ada }) => ({ user_id: ada.id }),
    refusals: { user_not_found: () => nobody },
    random: { weight: 10, input: ({ user }) => ({ user_id: user() }) },
  },
};
