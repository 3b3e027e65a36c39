import { dictionary } from "@zxcvbn-ts/language-common";
import { fold } from "../fold.ts";

/** What anybody would try first, as breaches have shown. It takes 20 MB, so it is loaded for the first password that is set. */
export const commonPasswords = new Set(dictionary["passwords-common"].map(fold));
