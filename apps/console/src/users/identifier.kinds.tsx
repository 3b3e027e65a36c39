import type { UserDetails, UserEmail, UserPhone } from "@roster/client";
import { IconMail, IconPhone } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { AnyStep } from "../form/act.tsx";

/** An address or a number of a user. */
export interface Identifier extends Pick<UserEmail, "id" | "is_primary" | "is_verified" | "created_at"> {
  text: string;
}

interface States {
  is_primary: boolean;
  is_verified: boolean;
}

/** What emails and phones have in common: one set of rules, two sets of procedures. */
export interface IdentifierKind {
  title: string;
  /** What one is called, and another one. */
  noun: string;
  another: string;
  icon: ReactNode;
  type: "email" | "tel";
  hint: string | undefined;
  /** The dialogs of the page that add one and change one. */
  dialogs: { add: string; change: string };
  of(details: UserDetails): Identifier[];
  add: "addEmail" | "addPhone";
  change: "changeEmail" | "changePhone";
  /** The field of the input that the text is in. */
  field: "email" | "phone_number";
  idField: "email_id" | "phone_id";
  addStep(user_id: string, text: string, states: States): AnyStep;
  updateStep(user_id: string, id: string, states: States): AnyStep;
  deleteStep(user_id: string, id: string): AnyStep;
  sendStep(user_id: string, id: string): AnyStep;
}

export const emails: IdentifierKind = {
  title: "Email addresses",
  noun: "address",
  another: "Add address",
  icon: <IconMail size={18} stroke={1.6} />,
  type: "email",
  hint: undefined,
  dialogs: { add: "add-email", change: "change-email" },
  of: (details) => details.emails.map((email: UserEmail) => ({ ...email, text: email.email })),
  add: "addEmail",
  change: "changeEmail",
  field: "email",
  idField: "email_id",
  addStep: (user_id, email, states) => ({ procedure: "addEmail", input: { user_id, email, ...states } }),
  updateStep: (user_id, email_id, states) => ({ procedure: "updateEmail", input: { user_id, email_id, ...states } }),
  deleteStep: (user_id, email_id) => ({ procedure: "deleteEmail", input: { user_id, email_id } }),
  sendStep: (user_id, email_id) => ({ procedure: "sendEmailVerification", input: { user_id, email_id } }),
};

export const phones: IdentifierKind = {
  title: "Phone numbers",
  noun: "number",
  another: "Add number",
  icon: <IconPhone size={18} stroke={1.6} />,
  type: "tel",
  hint: "With the country's code, such as +49 30 901820",
  dialogs: { add: "add-phone", change: "change-phone" },
  of: (details) => details.phones.map((phone: UserPhone) => ({ ...phone, text: phone.phone_number })),
  add: "addPhone",
  change: "changePhone",
  field: "phone_number",
  idField: "phone_id",
  addStep: (user_id, phone_number, states) => ({ procedure: "addPhone", input: { user_id, phone_number, ...states } }),
  updateStep: (user_id, phone_id, states) => ({ procedure: "updatePhone", input: { user_id, phone_id, ...states } }),
  deleteStep: (user_id, phone_id) => ({ procedure: "deletePhone", input: { user_id, phone_id } }),
  sendStep: (user_id, phone_id) => ({ procedure: "sendPhoneVerification", input: { user_id, phone_id } }),
};
