import type { Logger } from "pino";
import type { Settings } from "../config.ts";
import { writeMessageFile } from "../outbox/message-file.ts";
import type { SmsSender } from "./sms.kind.ts";

/** For development: writes each text message to a file and to the log. */
export const createSmsFolder = ({ mailFolder }: Settings, log: Logger): SmsSender => ({
  async send(message) {
    const { to, template, text } = message;
    const file = await writeMessageFile(mailFolder, message, "txt", `To: ${to}\n\n${text}\n`);
    log.info({ to, template, file, text }, "text message");
  },
});
