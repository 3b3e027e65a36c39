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
  state === "queued" && attempts > 0 ? (["Retrying", "wait"] as const) : states[state];

/** What became of a message, in a sentence. */
export function fateOf({ state, attempts, last_error, recipient }: Message) {
  if (state === "sent") {
    return `The server that delivers it has taken it. If ${recipient} has not got it, look among the spam, or ask that server.`;
  }
  if (state === "cancelled") return `It was not sent. ${last_error ?? "It was no longer needed."}`;
  if (state === "failed") {
    if (attempts === 0) return "No server sent it while it was of use. If it is still of use, send it again.";
    return attempts === 1 ? "The only attempt failed, for good." : `All ${attempts} attempts failed.`;
  }
  if (attempts === 0) return "It is sent in a moment.";
  return `${attempts === 1 ? "1 attempt has" : `${attempts} attempts have`} failed. It is tried again by itself.`;
}
