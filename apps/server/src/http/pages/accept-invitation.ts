import { htmlEscape } from "escape-goat";
import { emailField, formPage, nameFields, newPasswordField, notice } from "./page.ts";
import type { LinkPage } from "./visit.ts";

export const acceptInvitation: LinkPage = {
  async show({ call, settings, token, sent, wrong }) {
    const offer = await call("fetchInvitation", { token });
    const { user_exists, organization, email } = offer;
    if (user_exists && !organization) {
      const account = { title: "You have an account already", text: `Sign in with ${email}.` };
      return notice(200, account, settings.appUrl);
    }
    const title = organization ? `Join ${organization.name}` : "Accept your invitation";
    if (user_exists) {
      const text = htmlEscape`<p>You have an account already. It will be added to ${organization?.name}.</p>`;
      return formPage(title, [text, emailField(email)], "Join", wrong);
    }
    const nameOf = (name: "first_name" | "last_name") => sent.get(name) ?? offer[name] ?? "";
    const names = { first_name: nameOf("first_name"), last_name: nameOf("last_name") };
    const fields = [
      "<p>Choose how you will be known, and a password.</p>",
      emailField(email),
      nameFields(names, wrong),
      newPasswordField("password", "Password", settings.passwordMinLength, wrong.password),
    ];
    return formPage(title, fields, "Create account", wrong);
  },
  send: ({ call, token, sent }) =>
    call("acceptInvitation", {
      token,
      first_name: sent.get("first_name") || null,
      last_name: sent.get("last_name") || null,
      password: sent.get("password") || null,
    }),
  done: { title: "Welcome", text: "Your invitation is accepted. You can sign in now." },
  gone: {
    title: "This invitation is no longer valid",
    text: "It was accepted, withdrawn or has run out. If you have an account, sign in. If not, ask whoever invited you to send it again.",
  },
};
