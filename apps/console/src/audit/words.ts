import type { AuditEntry } from "@roster/client";

/** An event's name as words: `organization_member.added` is "Organization member added". */
export function eventWords(event: string) {
  const words = event.replace(".", " ").replaceAll("_", " ").replace("api key", "API key");
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}

/** Where the record of an entry is seen. */
export const targetPath = ({ target_type, target_id }: Pick<AuditEntry, "target_type" | "target_id">) =>
  target_type === "user"
    ? `/users/${target_id}/overview`
    : target_type === "organization"
      ? `/organizations/${target_id}/members`
      : undefined;
