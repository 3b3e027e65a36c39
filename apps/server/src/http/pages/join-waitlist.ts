import { field, formPage, nameFields } from "./page.ts";
import type { FormPage } from "./visit.ts";

/** The waitlist's page for the public. Its answer does not tell whether an address is known. */
export const joinWaitlist: FormPage = {
  async show({ sent, wrong }) {
    const valueOf = (name: string) => sent.get(name) ?? "";
    const email = { name: "email", label: "Email", type: "email", autocomplete: "email", flag: "required" } as const;
    const fields = [
      "<p>Leave your address, and your name if you like. You get a mail when there is a place for you.</p>",
      field({ ...email, value: valueOf("email"), wrong: wrong.email }),
      nameFields({ first_name: valueOf("first_name"), last_name: valueOf("last_name") }, wrong),
    ];
    return formPage("Join the waitlist", fields, "Join", wrong);
  },
  send: ({ call, sent }) =>
    call("joinWaitlist", {
      email: sent.get("email") ?? "",
      first_name: sent.get("first_name") || null,
      last_name: sent.get("last_name") || null,
    }),
  done: {
    title: "Thank you",
    text: "If your address is new here, it is on the waitlist now. You get a mail when there is a place for you.",
  },
};
