import { type ProcedureName, scopes } from "@roster/contract";
import type { Roster } from "../roster.ts";
import type { Call, Outcome } from "./race.ts";

const actor = { name: "tester", scopes };

/** Makes calls concurrently, and holds back their hashing until this number of calls is refused. */
export async function hashingAfter<P extends ProcedureName>(
  { services, call }: Roster,
  refusals: number,
  calls: readonly Call<P>[],
): Promise<Outcome<P>[]> {
  const { passwords } = services;
  const refused = Promise.withResolvers<void>();
  services.passwords = { ...passwords, hash: (password) => refused.promise.then(() => passwords.hash(password)) };
  let left = refusals;
  const outcomes = calls.map(async ([procedure, input]): Promise<Outcome<P>> => {
    const result = await call(procedure, input, actor);
    if (result.ok) return result;
    left -= 1;
    if (left === 0) refused.resolve();
    return { ok: false, code: result.failure.data.error_code };
  });
  return Promise.all(outcomes).finally(() => {
    services.passwords = passwords;
  });
}
