import type { Settings } from "../config.ts";
import type { Log } from "../log.ts";
import { writeMessageFile } from "../outbox/message-file.ts";
import type { SmsSender } from "./sms.kind.ts";

/** Writes each text message to a file, and in development to the log. */
export const createSmsFolder = ({ mailFolder, isDevelopment }: Settings, log: Log): SmsSender => ({
  async send(message) {
    const { to, template, text } = message;
    const file = await writeMessageFile(mailFolder, message, "txt", `To: ${to}\n\n${text}\n`);
    log.info({ to, template, file, ...(isDevelopment && { text }) }, "text message");
  },
});
