import type { RosterClient, UserDetails } from "@roster/client";
import type { Context } from "hono";
import { getSignedCookie, setSignedCookie } from "hono/cookie";

const HOURS = 12;

/** Sessions in a signed cookie: `<user id>.<time of its end>`. */
export function createSessions(roster: RosterClient, secret: string) {
  return {
    async start(c: Context, userId: string) {
      const value = `${userId}.${Date.now() + HOURS * 3_600_000}`;
      await setSignedCookie(c, "session", value, secret, { httpOnly: true, secure: true, sameSite: "Lax", path: "/" });
    },
    /** Who is signed in, as Roster knows them now: a user who was deactivated or deleted meanwhile is not. */
    async me(c: Context): Promise<UserDetails | undefined> {
      const [userId = "", end] = ((await getSignedCookie(c, secret, "session")) || "").split(".");
      if (Number(end) > Date.now()) {
        const found = await roster.safe.fetchUserDetails(userId);
        if (found.ok) return found.data.user.is_active ? found.data : undefined;
        if (found.error.code !== "user_not_found") throw new Error(found.error.message);
      }
      return undefined;
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
