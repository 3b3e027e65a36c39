import { randomInt } from "node:crypto";

const DIGITS = 6;

/** A code of six digits, each as likely as any other. */
export const newCode = () => String(randomInt(10 ** DIGITS)).padStart(DIGITS, "0");
