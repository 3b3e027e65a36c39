import type { RosterClient } from "@roster/client";
import { Hono } from "hono";
import type { Google, Profile } from "./google.ts";
import type { Sessions } from "./session.ts";

const provider = "google";

/** The id of the user whose account it is; undefined for a deactivated one. Links the account at the first sign-in. */
async function userOf(roster: RosterClient, profile: Profile): Promise<string | undefined> {
  const known = await roster.safe.fetchUserBySocialConnection(provider, profile.id);
  if (known.ok) return known.data.is_active ? known.data.id : undefined;
  if (known.error.code !== "user_not_found") throw new Error(known.error.message);

  const { id: provider_user_id, email, given_name = "Somebody", family_name = "New" } = profile;
  if (!email) return undefined; // nothing tells who this is
  const owner = await roster.safe.fetchUserByEmail(email); // finds verified addresses only
  if (!owner.ok && owner.error.code !== "user_not_found") throw new Error(owner.error.message);
  if (owner.ok && !owner.data.is_active) return undefined;
  const names = { first_name: given_name, last_name: family_name };
  const user = owner.ok ? owner.data : await roster.createUser({ ...names, email_address: email });
  await roster.linkSocialConnection(user.id, { provider, provider_user_id, email });
  return user.id;
}

export const signInWithRoutes = (roster: RosterClient, sessions: Sessions, google: Google) =>
  new Hono()
    .get("/sign-in/google", (c) => google.begin(c))
    .get("/sign-in/google/callback", async (c) => {
      const profile = await google.profile(c);
      const userId = profile && (await userOf(roster, profile));
      if (!userId) return c.redirect("/?sign_in=refused");
      await sessions.start(c, userId);
      return c.redirect("/");
    });
