import { RosterError } from "@roster/client";
import { useQuery } from "@tanstack/react-query";
import { roster } from "./roster.ts";

export function Members({ organizationId }: { organizationId: string }) {
  const members = useQuery({
    queryKey: ["members", organizationId],
    queryFn: () => roster.fetchOrganizationMembers(organizationId, { per_page: 100 }),
  });
  if (members.isPending) return <p>Loading…</p>;
  if (members.isError) return <p role="alert">{textOf(members.error)}</p>;
  return (
    <section>
      <h2>Members</h2>
      <ul id="members">
        {members.data.data.map(({ id, user, role, created_at }) => (
          <li key={id}>
            {user.first_name} {user.last_name}, {role} since {created_at.slice(0, 10)}
          </li>
        ))}
      </ul>
    </section>
  );
}

const textOf = (error: Error) =>
  error instanceof RosterError && error.code === "forbidden" ? "You are not a member." : error.message;
