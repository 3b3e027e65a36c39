import { htmlEscape } from "escape-goat";

/** The content of a mail, as plain text: the frame escapes it. */
export interface Content {
  /** The preview that a mailbox shows beside the subject. */
  preview: string;
  heading: string;
  paragraphs: string[];
  /** A link with a token. */
  button?: { label: string; link: string };
  code?: string;
  /** A note in smaller print. */
  notes: string[];
}

export function toText(app: string, { heading, paragraphs, button, code, notes }: Content) {
  const parts = [heading, ...paragraphs, code, button && `${button.label}:\n${button.link}`, ...notes];
  return `${parts.filter((part) => part?.trim()).join("\n\n")}\n\n-- \n${app}\n`;
}

const font = "font-family:-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Mail programs support little CSS, so styles are inline. The style sheet has only the dark colours. */
const dark = `
  :root { color-scheme: light dark; supported-color-schemes: light dark; }
  @media (prefers-color-scheme: dark) {
    .page { background-color: #111418 !important; }
    .card { background-color: #1b2026 !important; border-color: #2c343d !important; }
    .strong { color: #f2f4f7 !important; }
    .soft { color: #a6b0bd !important; }
    .rule { border-color: #2c343d !important; }
    .link { color: #8ab4f8 !important; }
    .code { background-color: #111418 !important; border-color: #2c343d !important; color: #f2f4f7 !important; }
    .button { background-color: #8ab4f8 !important; color: #101418 !important; }
  }
  @media (max-width: 480px) { .card { padding: 24px 20px !important; } .page { padding: 12px !important; } }`;

const paragraph = (text: string) =>
  htmlEscape`<p class="strong" style="margin:0 0 16px;color:#1d2530;font-size:16px;line-height:24px">${text}</p>`;

const note = (text: string) =>
  htmlEscape`<p class="soft" style="margin:12px 0 0;color:#5b6675;font-size:14px;line-height:21px">${text}</p>`;

const codeBox = (code: string) =>
  htmlEscape`<p class="code" style="margin:8px 0 24px;padding:16px;background-color:#f4f6f8;border:1px solid #dfe4ea;border-radius:8px;color:#1d2530;font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:32px;line-height:40px;letter-spacing:8px;text-indent:8px;text-align:center">${code}</p>`;

const buttonAndLink = ({ label, link }: { label: string; link: string }) =>
  htmlEscape`<p style="margin:8px 0 24px"><a class="button" href="${link}" style="display:inline-block;padding:12px 24px;background-color:#1a56c4;border-radius:8px;color:#ffffff;font-size:16px;line-height:24px;font-weight:600;text-decoration:none">${label}</a></p>
<p class="soft" style="margin:0 0 4px;color:#5b6675;font-size:14px;line-height:21px">If the button does not work, open this link:</p>
<p style="margin:0 0 8px;font-size:14px;line-height:21px;word-break:break-all"><a class="link" href="${link}" style="color:#1a56c4">${link}</a></p>`;

/** The layout of all mails. It loads nothing. */
export function toHtml(app: string, subject: string, content: Content) {
  const { preview, heading, paragraphs, button, code, notes } = content;
  const body = [
    ...paragraphs.map(paragraph),
    ...(code === undefined ? [] : [codeBox(code)]),
    ...(button === undefined ? [] : [buttonAndLink(button)]),
    ...notes.map(note),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
${htmlEscape`<title>${subject}</title>`}
<style>${dark}
</style>
</head>
<body class="page" style="margin:0;padding:32px 16px;background-color:#f4f6f8;${font}">
${htmlEscape`<div style="display:none;max-height:0;overflow:hidden">${preview}</div>`}
<div class="card" style="box-sizing:border-box;max-width:560px;margin:0 auto;padding:32px;background-color:#ffffff;border:1px solid #dfe4ea;border-radius:12px;overflow-wrap:break-word">
${htmlEscape`<h1 class="strong" style="margin:0 0 16px;color:#1d2530;font-size:22px;line-height:30px;font-weight:600">${heading}</h1>`}
${body.join("\n")}
${htmlEscape`<p class="soft rule" style="margin:24px 0 0;padding-top:16px;border-top:1px solid #dfe4ea;color:#5b6675;font-size:13px;line-height:20px">${app}</p>`}
</div>
</body>
</html>
`;
}
