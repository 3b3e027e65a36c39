import { createClient } from "@roster/client";

/** Without a key: calls go to `/api/trpc/…` of this page's own server. */
export const roster = createClient({ url: `${location.origin}/api` });
