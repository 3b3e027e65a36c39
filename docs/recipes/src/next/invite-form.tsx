"use client";

import { useActionState } from "react";
import { inviteMember } from "./actions.ts";
import { inviteText } from "./invite-text.ts";

export function InviteForm({ organizationId }: { organizationId: string }) {
  const invite = async (_: string, form: FormData) => {
    const email = form.get("email");
    return inviteText(await inviteMember(organizationId, typeof email === "string" ? email : ""));
  };
  const [text, action] = useActionState(invite, "");
  return (
    <form action={action}>
      <input name="email" type="email" required />
      <button type="submit">Invite</button>
      <p role="status">{text}</p>
    </form>
  );
}
