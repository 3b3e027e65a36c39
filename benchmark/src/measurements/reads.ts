import type { Bench } from "../bench.ts";
import { bare, roster, usual } from "../requests.ts";
import { atLeast, compared, mediansOf, short } from "../rows.ts";

const CONNECTIONS = 16;

/** Goals 1 to 3: the two hot reads over HTTP, to a bare server and to the usual way of writing the stack. */
export async function measureReads(bench: Bench) {
  const place = await bench.place(bench.largest);
  await using ours = await bench.roster(place);
  await using bareServer = await bench.start("bare", place.databaseUrl);
  await using usualServer = await bench.start("usual", place.databaseUrl);
  const users = short(place.users);
  const unit = "× requests/s";

  const list = await bench.compare("list of the 20 newest", {
    roster: roster.list(ours, CONNECTIONS),
    bare: bare.list(bareServer, CONNECTIONS),
    usual: usual.list(usualServer, CONNECTIONS),
  });
  const details = await bench.compare("details of one user", {
    roster: roster.details(ours, CONNECTIONS, place.ids),
    bare: bare.details(bareServer, CONNECTIONS, place.ids),
    usual: usual.details(usualServer, CONNECTIONS, place.ids),
  });

  const [listSides, detailsSides] = [mediansOf(list), mediansOf(details)];
  bench.row({
    goal: 1,
    what: "fetchUsers to the bare list",
    users,
    unit,
    sides: listSides,
    ...compared(list.roster, list.bare),
    bound: atLeast(0.6, 0.9),
  });
  bench.row({
    goal: 2,
    what: "fetchUserDetails to bare details",
    users,
    unit,
    sides: detailsSides,
    ...compared(details.roster, details.bare),
    bound: atLeast(0.5, 0.8),
  });
  bench.row({
    goal: 3,
    what: "fetchUsers to the usual way",
    users,
    unit,
    sides: listSides,
    ...compared(list.roster, list.usual),
    bound: atLeast(4, 7),
  });
  bench.row({
    goal: 3,
    what: "fetchUserDetails to the usual way",
    users,
    unit,
    sides: detailsSides,
    ...compared(details.roster, details.usual),
    bound: atLeast(4, 7),
  });
}
