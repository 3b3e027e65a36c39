import { currentUserId } from "./current-user.ts";
import { createRoster } from "./roster.ts";

/** `GET /api/members?organization_id=…&cursor=…`, as a file `route.ts` of Next's App Router. */
export async function GET(request: Request): Promise<Response> {
  const roster = createRoster();
  const { searchParams } = new URL(request.url);
  const organizationId = searchParams.get("organization_id") ?? "";
  const userId = await currentUserId();
  if (!userId) return Response.json({ code: "unauthorized" }, { status: 401 });
  const { organizations } = await roster.fetchUserDetails(userId);
  if (!organizations.some((one) => one.organization_id === organizationId))
    return Response.json({ code: "forbidden" }, { status: 403 });

  const members = await roster.safe.fetchOrganizationMembers(organizationId, { cursor: searchParams.get("cursor") });

  if (members.ok) return Response.json(members.data);
  const { status, retry_after } = members.error;
  return Response.json(members.error, {
    status: status || 503, // no server answered
    headers: retry_after === null ? {} : { "Retry-After": String(retry_after) },
  });
}
