import type { RosterClient } from "@roster/client";
import { Hono } from "hono";
import type { Sessions } from "./session.ts";

/** What your OAuth library answers after it has checked the provider's callback. */
export interface Profile {
  /** The account's own id at the provider, its `sub`. */
  id: string;
  email: string;
  email_verified: boolean;
  given_name: string;
  family_name: string;
}

/** Takes the request of a callback, checks its `state`, and exchanges its `code`. */
export type ReadProfile = (request: Request) => Promise<Profile>;

const PROVIDER = "google";

/** The id of the user whose account it is. Links the account at the first sign-in. */
async function userOf(roster: RosterClient, profile: Profile): Promise<string | undefined> {
  const known = await roster.safe.fetchUserBySocialConnection(PROVIDER, profile.id);
  if (known.ok) return known.data.is_active ? known.data.id : undefined;
  if (known.error.code !== "user_not_found") throw new Error(known.error.message);

  // Only an address that the provider has verified tells whose account it is.
  if (!profile.email_verified) return undefined;
  const owner = await roster.safe.fetchUserByEmail(profile.email); // finds verified addresses only
  if (!owner.ok && owner.error.code !== "user_not_found") throw new Error(owner.error.message);
  if (owner.ok && !owner.data.is_active) return undefined;
  const { given_name: first_name, family_name: last_name, email } = profile;
  const user = owner.ok ? owner.data : await roster.createUser({ first_name, last_name, email_address: email });

  const account = { provider: PROVIDER, provider_user_id: profile.id, email, display_name: first_name };
  await roster.linkSocialConnection(user.id, account);
  return user.id;
}

export const signInWithRoutes = (roster: RosterClient, sessions: Sessions, readProfile: ReadProfile) =>
  new Hono().get("/sign-in/google/callback", async (c) => {
    const userId = await userOf(roster, await readProfile(c.req.raw));
    if (!userId) return c.redirect("/?sign_in=refused");
    await sessions.start(c, userId);
    return c.redirect("/");
  });
