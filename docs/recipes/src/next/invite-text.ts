import type { inviteMember } from "./actions.ts";

type Invited = Awaited<ReturnType<typeof inviteMember>>;

export function inviteText(invited: Invited): string {
  if (invited.ok) return `${invited.data.email} is invited.`;
  switch (invited.error.code) {
    case "signed_out":
      return "Sign in first.";
    case "not_an_admin":
      return "Only admins invite.";
    case "already_member":
      return "This person is a member already.";
    case "invitation_pending":
      return "This person is invited already.";
    case "invalid_input":
      return invited.error.field_errors.map(({ path, message }) => `${path} ${message}`).join(", ");
    default:
      return `That did not work. Tell us ${invited.error.request_id}.`;
  }
}
