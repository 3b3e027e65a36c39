import { dictionary } from "@zxcvbn-ts/language-common";
import { fold } from "../fold.ts";

/** The most common passwords of known breaches. The list takes 20 MB, so it is loaded for the first new password. */
export const commonPasswords = new Set(dictionary["passwords-common"].map(fold));
