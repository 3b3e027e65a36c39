import type { Message } from "@roster/client";
import type { Meaning } from "../theme/state.tsx";

/** What a message is for, by its template. */
export const purposes: Record<string, string> = {
  invitation: "Invitation",
  welcome: "Welcome after approval",
  email_code: "Code to verify an address",
  phone_code: "Code to verify a number",
  password_reset: "Link to set a new password",
  password_changed: "Notice of a changed password",
  sign_in_changed: "Notice of a change of sign-in",
};

export const purposeOf = ({ template }: Pick<Message, "template">) =>
  template === null ? "Message" : (purposes[template] ?? template.replaceAll("_", " "));

export const states = {
  queued: ["Waits to be sent", "wait"],
  sent: ["Sent", "ok"],
  failed: ["Failed", "wrong"],
  cancelled: ["Cancelled", "off"],
} as const satisfies Record<Message["state"], readonly [words: string, meaning: Meaning]>;

/** The state in words: one that waits after a failure is tried again. */
export const stateOf = ({ state, attempts }: Pick<Message, "state" | "attempts">) =>
  state === "queued" && attempts > 0 ? (["Tried again", "wait"] as const) : states[state];

/** The last error as a sentence. */
const errorOf = ({ last_error }: Pick<Message, "last_error">) =>
  last_error === null ? "no reason is known." : /[.!?]$/.test(last_error) ? last_error : `${last_error}.`;

/** Why a message has not arrived, in a sentence, and what to do. */
export function whyNot(message: Message) {
  const { state, attempts, last_error, recipient } = message;
  const error = errorOf(message);
  if (state === "sent") {
    return `The mail server has taken it. If ${recipient} has not got it, look in their spam folder, or at the mail server.`;
  }
  if (state === "cancelled") return `It was not sent: ${last_error ?? "it was no longer needed"}`;
  if (state === "failed") {
    return `All ${attempts} attempts failed. The last one: ${error} When that is mended, send it again.`;
  }
  return attempts === 0
    ? "It is sent in a moment."
    : `${attempts} ${attempts === 1 ? "attempt has" : "attempts have"} failed. The last one: ${error} It is tried again by itself.`;
}
