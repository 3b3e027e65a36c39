import type { Input, Output, ProcedureName, RosterRouter } from "@roster/client";
import { keepPreviousData, QueryCache, QueryClient, useMutation, useQuery } from "@tanstack/react-query";
import { createTRPCUntypedClient, httpLink, TRPCClientError, type TRPCLink } from "@trpc/client";
import { tap } from "@trpc/server/observable";
import { sessionEnded } from "../session/session.ts";

export type QueryName = Extract<ProcedureName, `fetch${string}`>;
export type MutationName = Exclude<ProcedureName, QueryName>;

/** The server's refusal with its code and field errors; undefined for another failure, such as a connection that broke. */
export const refusalOf = (error: unknown) =>
  error instanceof TRPCClientError ? ((error as TRPCClientError<RosterRouter>).data ?? undefined) : undefined; // this page calls no other router

const link = httpLink<RosterRouter>({
  url: "/trpc",
  methodOverride: "POST", // so that no search for a person is in a URL, which proxies log
  headers: ({ op }) => ({
    "x-roster-console": "1", // the server's protection against requests that other websites cause
    ...(op.type === "mutation" && { "idempotency-key": crypto.randomUUID() }),
  }),
});

const requests = new WeakMap<object, string>();

/** The request that an answer came from, by whose id the audit log finds what it changed. */
export const requestOf = (answer: object) => requests.get(answer);

const noteRequest: TRPCLink<RosterRouter> =
  () =>
  ({ op, next }) =>
    next(op).pipe(
      tap({
        next({ result, context }) {
          const { response } = (context ?? {}) as { response?: Response }; // httpLink puts it there
          const id = response?.headers.get("x-request-id");
          if (id && "data" in result && typeof result.data === "object" && result.data) requests.set(result.data, id);
        },
      }),
    );

const client = createTRPCUntypedClient<RosterRouter>({ links: [noteRequest, link] });

const query = <P extends QueryName>(procedure: P, input: Input<P>, signal: AbortSignal) =>
  client.query(procedure, input, { signal }) as Promise<Output<P>>; // the contract's output of that procedure

export const change = <P extends MutationName>(procedure: P, input: Input<P>) =>
  client.mutation(procedure, input) as Promise<Output<P>>; // the contract's output of that procedure

const isWorthARetry = (error: unknown) => {
  const code = refusalOf(error)?.error_code;
  return code === undefined || code === "unavailable" || code === "rate_limited";
};

const noticeEnd = (error: unknown) => {
  if (refusalOf(error)?.error_code === "unauthorized") sessionEnded();
};

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeEnd }),
  defaultOptions: {
    queries: { staleTime: 10_000, networkMode: "always", retry: (count, error) => count < 3 && isWorthARetry(error) },
    mutations: { networkMode: "always", onError: noticeEnd },
  },
});

const readOptions = <P extends QueryName>(procedure: P, input: Input<P>) => ({
  queryKey: [procedure, input] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => query(procedure, input, signal),
});

/** Fetches once, for what is not drawn. */
export const read = <P extends QueryName>(procedure: P, input: Input<P>) =>
  queryClient.fetchQuery({ ...readOptions(procedure, input), staleTime: 0 });

/** The answer of a query, kept while the next one is fetched when `keeps` says so. */
export const useRead = <P extends QueryName>(
  procedure: P,
  input: Input<P>,
  { enabled = true, keeps = false }: { enabled?: boolean; keeps?: boolean } = {},
) => useQuery({ ...readOptions(procedure, input), enabled, ...(keeps && { placeholderData: keepPreviousData }) });

/** A mutation. Whatever it changed, all that is on the page is read anew. */
export const useChange = <P extends MutationName>(procedure: P) =>
  useMutation<Output<P>, Error, Input<P>>({
    mutationKey: [procedure],
    mutationFn: (input) => change(procedure, input),
    onSuccess: () => queryClient.invalidateQueries(),
  });
