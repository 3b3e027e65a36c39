import { newPasswordField, notice, type Page } from "./page.ts";
import { refusedPage, type Visit, wrongIn } from "./visit.ts";

const gone = notice(
  404,
  "This link is no longer valid",
  "It was used or has run out, or a newer one was sent. Ask for another one where you sign in.",
);

export function showPassword({ settings, query }: Visit): Page {
  if (query.has("done")) return notice(200, "Your password is set", "You can sign in with it now.", settings.appUrl);
  return form(settings.passwordMinLength);
}

export async function setPassword({ call, settings, query, sent }: Visit): Promise<Page | "done"> {
  const token = query.get("token") ?? "";
  const set = await call("resetPassword", { token, new_password: sent.get("new_password") ?? "" });
  if (set.ok) return "done";
  const { failure } = set;
  if (failure.data.error_code === "token_not_found") return gone;
  const wrong = wrongIn(failure);
  return wrong ? form(settings.passwordMinLength, wrong.new_password) : refusedPage(failure);
}

const form = (minLength: number, wrong?: string): Page => ({
  status: wrong ? 400 : 200,
  title: "Choose a password",
  body: `<form method="post">${newPasswordField("new_password", "New password", minLength, wrong)}<button>Set password</button></form>`,
});
