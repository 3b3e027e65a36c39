import { field, newPasswordField, notice, type Page } from "./page.ts";
import { refusedPage, type Visit, wrongIn } from "./visit.ts";

const gone = notice(
  404,
  "This link is no longer valid",
  "It was used or has run out, or a newer one was sent. Ask for another one where you sign in.",
);

export async function showPassword({ call, settings, query }: Visit): Promise<Page> {
  if (query.has("done")) return notice(200, "Your password is set", "You can sign in with it now.", settings.appUrl);
  const link = await call("fetchPasswordLink", { token: query.get("token") ?? "" });
  return link.ok ? form(link.data.email, settings.passwordMinLength) : refusedPage(link.failure, gone);
}

export async function setPassword({ call, settings, query, sent }: Visit): Promise<Page | "done"> {
  const token = query.get("token") ?? "";
  const set = await call("resetPassword", { token, new_password: sent.get("new_password") ?? "" });
  if (set.ok) return "done";
  const wrong = wrongIn(set.failure);
  const link = wrong && (await call("fetchPasswordLink", { token }));
  return link?.ok
    ? form(link.data.email, settings.passwordMinLength, wrong?.new_password)
    : refusedPage(set.failure, gone);
}

function form(email: string, minLength: number, wrong?: string): Page {
  const fields = [
    field({ name: "email", label: "Email", type: "email", value: email, autocomplete: "username", readonly: true }),
    newPasswordField("new_password", "New password", minLength, wrong),
  ];
  return {
    status: wrong ? 400 : 200,
    title: "Choose a password",
    body: `<form method="post">${fields.join("\n")}<button>Set password</button></form>`,
  };
}
