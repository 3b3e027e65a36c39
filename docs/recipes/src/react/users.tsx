import { useInfiniteQuery } from "@tanstack/react-query";
import { roster } from "./roster.ts";

export function Users({ organizationId }: { organizationId: string }) {
  const users = useInfiniteQuery({
    queryKey: ["users", organizationId],
    queryFn: ({ pageParam }) => roster.fetchUsers({ organization_id: organizationId, per_page: 20, cursor: pageParam }),
    initialPageParam: null as string | null, // of the first page; the type of all
    getNextPageParam: (page) => page.next_cursor,
  });
  if (users.isPending) return <p>Loading…</p>;
  if (users.isError) return <p role="alert">{users.error.message}</p>;
  const all = users.data.pages.flatMap((page) => page.data);
  return (
    <section>
      <h2>Users</h2>
      <ul id="users">
        {all.map((user) => (
          <li key={user.id}>
            {user.first_name} {user.last_name}
          </li>
        ))}
      </ul>
      {users.hasNextPage && (
        <button type="button" disabled={users.isFetchingNextPage} onClick={() => void users.fetchNextPage()}>
          More
        </button>
      )}
    </section>
  );
}
