import type { InvitationOffer } from "@roster/contract";
import { htmlEscape } from "escape-goat";
import { field, newPasswordField, notice, type Page } from "./page.ts";
import { refusedPage, type Visit, wrongIn } from "./visit.ts";

const gone = notice(
  404,
  "This invitation is no longer valid",
  "It was accepted, withdrawn or has run out. Ask whoever invited you to send it again.",
);

export async function showInvitation({ call, settings, query }: Visit): Promise<Page> {
  if (query.has("done"))
    return notice(200, "Welcome", "Your invitation is accepted. You can sign in now.", settings.appUrl);
  const offer = await call("fetchInvitation", { token: query.get("token") ?? "" });
  if (!offer.ok) return refusedPage(offer.failure, gone);
  const { user_exists, organization, email } = offer.data;
  if (user_exists && !organization) {
    return notice(200, "You have an account already", `Sign in with ${email}.`, settings.appUrl);
  }
  return form(offer.data, new URLSearchParams(), settings.passwordMinLength);
}

export async function acceptInvitation(visit: Visit): Promise<Page | "done"> {
  const { call, settings, query, sent } = visit;
  const token = query.get("token") ?? "";
  const accepted = await call("acceptInvitation", {
    token,
    first_name: sent.get("first_name") || null,
    last_name: sent.get("last_name") || null,
    password: sent.get("password") || null,
  });
  if (accepted.ok) return "done";
  const wrong = wrongIn(accepted.failure);
  const offer = wrong && (await call("fetchInvitation", { token }));
  return offer?.ok ? form(offer.data, sent, settings.passwordMinLength, wrong) : refusedPage(accepted.failure, gone);
}

function form(
  offer: InvitationOffer,
  sent: URLSearchParams,
  minLength: number,
  wrong: Record<string, string> = {},
): Page {
  const { email, organization, user_exists } = offer;
  const value = (name: "first_name" | "last_name") => sent.get(name) ?? offer[name] ?? "";
  const names = (["first_name", "last_name"] as const).map((name) =>
    field({
      name,
      label: name === "first_name" ? "First name" : "Last name",
      value: value(name),
      autocomplete: name === "first_name" ? "given-name" : "family-name",
      wrong: wrong[name],
    }),
  );
  const fields = [
    field({ name: "email", label: "Email", type: "email", value: email, autocomplete: "username", readonly: true }),
    ...(user_exists ? [] : [`<div class="names">${names.join("")}</div>`]),
    ...(user_exists ? [] : [newPasswordField("password", "Password", minLength, wrong.password)]),
  ];
  return {
    status: Object.keys(wrong).length > 0 ? 400 : 200,
    title: organization ? `Join ${organization.name}` : "Accept your invitation",
    body: [
      htmlEscape`<p>${user_exists ? `You have an account already. It will be added to ${organization?.name}.` : "Choose how you will be known, and a password."}</p>`,
      `<form method="post">${fields.join("\n")}<button>${user_exists ? "Join" : "Create account"}</button></form>`,
    ].join("\n"),
  };
}
