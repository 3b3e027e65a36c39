import type { Bench } from "../bench.ts";
import { bare, betterAuth, roster } from "../requests.ts";
import { atLeast, compared, mediansOf, ratios, short } from "../rows.ts";
import { planted } from "../seed/people.ts";

const CONNECTIONS = 16;
/** With passwords: hashing keeps both sides busy from far fewer on. */
const HASHING_CONNECTIONS = 8;

/** Goal 4: one user, update and create, to Better Auth. Roster is durable (FULL), the peer is not (NORMAL). */
export async function measurePeer(bench: Bench) {
  const size = bench.options.sizes.includes(100_000) ? 100_000 : bench.largest;
  const place = await bench.place(size);
  await using ours = await bench.roster(place);
  await using peer = await bench.betterAuth(size);
  const { ids } = place;
  const cases = [
    {
      what: "one user",
      goal: { bound: atLeast(8, 18) },
      roster: roster.details(ours, CONNECTIONS, ids),
      peer: betterAuth.one(peer, CONNECTIONS, peer.ids),
    },
    {
      what: "update",
      goal: { bound: atLeast(6, 12) },
      roster: roster.update(ours, CONNECTIONS, ids),
      peer: betterAuth.update(peer, CONNECTIONS, peer.ids),
    },
    {
      what: "create",
      goal: { bound: atLeast(6, 12) },
      roster: roster.create(ours, CONNECTIONS),
      peer: betterAuth.create(peer, CONNECTIONS),
    },
    {
      what: "create with password",
      goal: { bound: atLeast(6, 7.5) },
      roster: roster.createWithPassword(ours, HASHING_CONNECTIONS),
      peer: betterAuth.createWithPassword(peer, HASHING_CONNECTIONS),
    },
  ];
  for (const { what, goal, ...sides } of cases) {
    const found = await bench.compare(`to Better Auth: ${what}`, { roster: sides.roster, peer: sides.peer });
    bench.row({
      goal: 4,
      what: `${what} to Better Auth`,
      users: short(size),
      unit: "× requests/s",
      ...goal,
      ...compared(found.roster, found.peer),
      sides: mediansOf(found),
    });
  }
}

const listGoals: Record<number, { plain: [number, number]; indexed: [number, number] }> = {
  100_000: { plain: [300, 500], indexed: [40, 56] },
  1_000_000: { plain: [2500, 4000], indexed: [300, 460] },
};

/** Goal 5: the list and a search, to Better Auth with its own schema, and with an added index on createdAt. */
export async function measurePeerLists(bench: Bench) {
  for (const size of bench.options.sizes) {
    const place = await bench.place(size);
    await using ours = await bench.roster(place);
    await using peer = await bench.betterAuth(size);
    await using indexed = await bench.betterAuth(size, (database) =>
      database.exec("create index user_by_creation on user (createdAt)"),
    );
    await using floor = await bench.start("bare", place.databaseUrl);
    const list = await bench.compare(`newest ${short(size)}, to Better Auth`, {
      roster: roster.list(ours, 1),
      bare: bare.list(floor, 1),
      "roster with total": roster.list(ours, 1, { include_total: true }),
      peer: betterAuth.list(peer, 1),
      "peer, indexed": betterAuth.list(indexed, 1),
    });
    const search = await bench.compare(`search ${short(size)}, to Better Auth`, {
      roster: roster.list(ours, 1, { search: planted.last_name }),
      peer: betterAuth.search(peer, 1, "planted.person"),
    });
    const goals = listGoals[size];
    const row = { goal: 5, users: short(size), unit: "× as fast, p50" };
    const sides = mediansOf(list);
    const bounds = ([reach = 0, then = 0]: number[] = []) => (goals ? { bound: atLeast(reach, then) } : {});
    const searchBounds = size === 1_000_000 ? { bound: atLeast(100, 500) } : {};
    const { roster: newest, "roster with total": counted } = list;
    bench.row({
      ...row,
      what: "newest 20 of a bare server to Better Auth",
      sides,
      measured: ratios(list.peer, list.bare, "p50"),
    });
    bench.row({
      ...row,
      what: "newest 20 to Better Auth",
      sides,
      ...bounds(goals?.plain),
      measured: ratios(list.peer, newest, "p50"),
    });
    bench.row({
      ...row,
      what: "the same, with an index on its side",
      sides,
      ...bounds(goals?.indexed),
      measured: ratios(list["peer, indexed"], newest, "p50"),
    });
    bench.row({
      ...row,
      what: "the same, both with the total",
      sides,
      measured: ratios(list["peer, indexed"], counted, "p50"),
    });
    bench.row({
      ...row,
      what: "search with one hit to Better Auth",
      sides: mediansOf(search),
      ...searchBounds,
      measured: ratios(search.peer, search.roster, "p50"),
    });
  }
}
