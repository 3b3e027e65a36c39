import { hash } from "node:crypto";
import { htmlEscape } from "escape-goat";

/** HTML that is already escaped. */
export type Html = string;

export interface Page {
  status: number;
  title: string;
  body: Html;
  /** Seconds. */
  retryAfter?: number | undefined;
}

const style = `
:root { color-scheme: light dark; --page: #f4f6f8; --card: #fff; --line: #dfe4ea; --field: #8a95a3; --strong: #1d2530;
  --soft: #5b6675; --accent: #1a56c4; --on-accent: #fff; --wrong: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --page: #111418; --card: #1b2026; --line: #2c343d; --field: #6d7885;
  --strong: #f2f4f7; --soft: #a6b0bd; --accent: #8ab4f8; --on-accent: #101418; --wrong: #f2b8b5; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 24px 16px; background: var(--page);
  color: var(--strong); font: 16px/24px system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; }
main { width: 100%; max-width: 440px; padding: 36px 32px; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; overflow-wrap: anywhere; }
.app { margin: 0 0 20px; color: var(--soft); font-size: 14px; font-weight: 600; }
h1 { margin: 0 0 8px; font-size: 24px; line-height: 32px; }
p { margin: 0 0 20px; color: var(--soft); }
label { display: block; margin: 16px 0 6px; font-size: 14px; line-height: 20px; font-weight: 600; }
input { width: 100%; padding: 10px 12px; border: 1px solid var(--field); border-radius: 8px; background: transparent;
  color: inherit; font: inherit; }
input[readonly] { border-color: var(--line); color: var(--soft); }
input[aria-invalid] { border-color: var(--wrong); }
.hint { margin: 6px 0 0; font-size: 14px; line-height: 20px; }
.wrong { margin: 6px 0 0; color: var(--wrong); font-size: 14px; line-height: 20px; }
.names { display: grid; grid-template-columns: 1fr 1fr; gap: 0 12px; }
button, .go { display: block; width: 100%; margin: 28px 0 0; padding: 12px; border: 0; border-radius: 8px; cursor: pointer;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
main > :last-child { margin-bottom: 0; }
@media (max-width: 480px) { main { padding: 28px 20px; } .names { grid-template-columns: 1fr; } }
`;

const styleHash = hash("sha256", style, "base64");

/** Content security policy: no loads, no scripts, forms to this origin only, no frames. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

export const render = ({ title, body }: Page, appName: string): Html => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
${htmlEscape`<title>${title} - ${appName}</title>`}
<style>${style}</style>
</head>
<body>
<main>
${htmlEscape`<p class="app">${appName}</p>
<h1>${title}</h1>`}
${body}
</main>
</body>
</html>
`;

interface Field {
  name: string;
  label: string;
  type?: "text" | "email" | "password";
  value?: string;
  autocomplete: string;
  hint?: string;
  /** An attribute, such as `required`. */
  flag?: "required" | "readonly";
  /** The error of the field, as a sentence without its subject. */
  wrong?: string | undefined;
}

export function field({ name, label, type = "text", value = "", autocomplete, hint, flag, wrong }: Field): Html {
  const told = [wrong && `${name}-wrong`, hint && `${name}-hint`].filter(Boolean).join(" ");
  return [
    htmlEscape`<div><label for="${name}">${label}</label>`,
    htmlEscape`<input id="${name}" name="${name}" type="${type}" value="${value}" autocomplete="${autocomplete}" ${flag ?? ""}`,
    `${told && ` aria-describedby="${told}"`}${wrong ? ' aria-invalid="true" autofocus' : ""}>`,
    wrong ? htmlEscape`<p class="wrong" id="${name}-wrong">It ${wrong}.</p>` : "",
    hint ? htmlEscape`<p class="hint" id="${name}-hint">${hint}</p>` : "",
    `</div>`,
  ].join("");
}

/** Shows for which account the form is, to the visitor and to a password manager. */
export const emailField = (value: string) =>
  field({ name: "email", label: "Email", type: "email", value, autocomplete: "username", flag: "readonly" });

/** The two names of a person, side by side. */
export function nameFields(given: { first_name: string; last_name: string }, wrong: Record<string, string>): Html {
  const one = (name: keyof typeof given, label: string, autocomplete: string) =>
    field({ name, label, value: given[name], autocomplete, wrong: wrong[name] });
  const fields = [one("first_name", "First name", "given-name"), one("last_name", "Last name", "family-name")];
  return `<div class="names">${fields.join("")}</div>`;
}

export function newPasswordField(name: string, label: string, minLength: number, wrong?: string) {
  const hint = `At least ${minLength} characters. A few words in a row are good.`;
  return field({ name, label, type: "password", autocomplete: "new-password", flag: "required", hint, wrong });
}

/** A page with a form. Its status tells whether a field is wrong. */
export const formPage = (title: string, parts: Html[], button: string, wrong: Record<string, string>): Page => ({
  status: Object.keys(wrong).length > 0 ? 400 : 200,
  title,
  body: `<form method="post">${parts.join("\n")}<button>${button}</button></form>`,
});

/** A page with a text only, and a link to the application if the operator has set one. */
export const notice = (status: number, { title, text }: { title: string; text: string }, appUrl?: string): Page => ({
  status,
  title,
  body: htmlEscape`<p>${text}</p>` + (appUrl ? htmlEscape`<a class="go" href="${appUrl}">Continue</a>` : ""),
});
