import { emailField, formPage, newPasswordField } from "./page.ts";
import type { LinkPage } from "./visit.ts";

export const setPassword: LinkPage = {
  async show({ call, settings, token, wrong }) {
    const { email } = await call("fetchPasswordLink", { token });
    const password = newPasswordField("new_password", "New password", settings.passwordMinLength, wrong.new_password);
    return formPage("Choose a password", [emailField(email), password], "Set password", wrong);
  },
  send: ({ call, token, sent }) => call("resetPassword", { token, new_password: sent.get("new_password") ?? "" }),
  done: { title: "Your password is set", text: "You can sign in with it now." },
  gone: {
    title: "This link is no longer valid",
    text: "It was used or has run out, or a newer one was sent. Ask for another one where you sign in.",
  },
};
