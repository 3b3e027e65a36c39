import type { socialConnectionProcedures } from "@roster/contract";
import type { Handlers } from "../calls/call.ts";
import { deleteSocialConnection, linkSocialConnection, updateSocialConnection } from "./social-connection.service.ts";

export const socialConnections: Handlers<typeof socialConnectionProcedures> = {
  linkSocialConnection,
  updateSocialConnection,
  deleteSocialConnection,
};
