import { expect, test } from "vitest";
import type { ProcedureName } from "./calls.ts";
import { contract } from "./contract.ts";
import { limits } from "./limits.ts";

const text = (length: number) => "é".repeat(length);
const whole = (value: number) => value;

test.for<[procedure: ProcedureName, field: string, least: number, most: number, of: (size: number) => unknown]>([
  ["createUser", "first_name", 1, limits.name, text],
  ["createUser", "last_name", 1, limits.name, text],
  ["createUser", "external_id", 1, limits.externalId, text],
  ["createUser", "username", 1, limits.username, (length) => "u".repeat(length)],
  ["createUser", "password", 1, limits.passwordUnits, text],
  ["createUser", "profile_picture_url", 9, limits.url, (length) => `https://${"a".repeat(length - 8)}`],
  ["updateUser", "first_name", 1, limits.name, text],
  ["updateUser", "if_version", 1, Number.MAX_SAFE_INTEGER, whole],
  ["fetchUserByExternalId", "external_id", 1, limits.externalId, text],
  ["deactivateUser", "reason", 1, limits.reason, text],
  ["linkSocialConnection", "provider", 1, 64, (length) => "p".repeat(length)],
  ["linkSocialConnection", "provider_user_id", 1, limits.providerUserId, text],
  ["linkSocialConnection", "display_name", 1, limits.title, text],
  ["createOrganization", "name", 1, limits.title, text],
  ["createWorkspace", "name", 1, limits.title, text],
  ["inviteUser", "expires_in_days", 1, 30, whole],
  ["joinWaitlist", "first_name", 1, limits.name, text],
  ["createApiKey", "name", 1, limits.name, text],
  ["createApiKey", "expires_in_days", 1, 3650, whole],
  ["fetchUsers", "per_page", 1, limits.pageRows, whole],
  ["fetchUsers", "page", 1, limits.pageNumber, whole],
  ["fetchUsers", "search", 0, limits.search, text],
  ["fetchInvitedUsers", "search", 0, limits.search, text],
  ["fetchWaitlist", "per_page", 1, limits.pageRows, whole],
])(
  "%s takes as %s from %d to %d, and says of which field it is when more or less",
  ([name, field, least, most, of]) => {
    const refusals = (size: number) =>
      contract[name].input
        .safeParse({ [field]: of(size) })
        .error?.issues.filter((issue) => issue.path.join(".") === field)
        .map((issue) => issue.message) ?? [];

    expect([refusals(least), refusals(most)]).toEqual([[], []]);
    const beyond = [least - 1, most + 1].filter((size) => size >= 0);
    expect(beyond.map((size) => refusals(size).length)).toEqual(beyond.map(() => 1));
  },
);
