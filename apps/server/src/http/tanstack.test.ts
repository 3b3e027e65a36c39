import type { RosterRouter } from "@roster/client";
import { QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink } from "@trpc/client";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { expect, test } from "vitest";
import { listen } from "../testing/http.ts";

test("an infinite query of TanStack's gets every page of a list", async () => {
  await using server = await listen();
  const api = server.client();
  for (let index = 0; index < 7; index++) await api.createUser({ first_name: "Ada", last_name: `Lovelace ${index}` });
  const queryClient = new QueryClient();
  const headers = { authorization: `Bearer ${server.key}` };
  const client = createTRPCClient<RosterRouter>({ links: [httpBatchLink({ url: `${server.url}/trpc`, headers })] });
  const trpc = createTRPCOptionsProxy<RosterRouter>({ client, queryClient });

  const { pages } = await queryClient.fetchInfiniteQuery({
    ...trpc.fetchUsers.infiniteQueryOptions(
      { per_page: 3, search: "ada" },
      { getNextPageParam: (page) => page.next_cursor },
    ),
    pages: 5,
  });

  expect(pages.map((page) => page.data.length)).toEqual([3, 3, 1]);
  const all = (await api.fetchUsers({ search: "ada" })).data;
  expect(pages.flatMap((page) => page.data)).toEqual(all);
});

test("each list takes what TanStack sends with its first page", async () => {
  await using server = await listen();
  const api = server.client();
  const first = { cursor: null, direction: "forward", per_page: 2 } as const;

  const lists = [
    api.fetchUsers(first),
    api.fetchInvitedUsers(first),
    api.fetchWaitlist(first),
    api.fetchOrganizations(first),
    api.fetchWorkspaces(first),
    api.fetchApiKeys(first),
    api.fetchAuditLog(first),
  ];

  for (const list of await Promise.all(lists)) expect(list).toMatchObject({ page: 1, per_page: 2 });
});
