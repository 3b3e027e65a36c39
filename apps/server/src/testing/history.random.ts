import { type IdKind, idPrefixes, type ProcedureName } from "@roster/contract";
import type { Fields, Known } from "./history.known.ts";
import type { Values } from "./history.values.ts";

const STATUSES = ["pending", "accepted", "revoked", "expired", "approved", "rejected"];

/** The sources of a call's random input: values, and facts about the directory. */
export type Random = ReturnType<typeof randomFor>;

/** An id that no record has had. */
const unknown = (kind: IdKind) => `${idPrefixes[kind]}_01h455vb4pex5vsknk084sn02q`;

export function randomFor(act: ProcedureName, values: Values, known: Known, number: number) {
  const { chance, pick, upTo } = values;
  /** Mostly one of the latest, which is more likely to exist still. */
  const one = <T>(list: readonly T[]): T | undefined => {
    if (list.length === 0) return undefined;
    return pick(chance(0.7) ? list.slice(-25) : list);
  };
  const maybe = <T>(probability: number, make: () => T) => (chance(probability) ? make() : undefined);
  const orNull = <T>(probability: number, make: () => T) => maybe(probability, () => (chance(0.15) ? null : make()));
  const knownOr = (list: readonly unknown[], make: () => unknown) => (chance(0.6) && one(list)) || make();
  /** The id of a known record of a kind. */
  const id = (kind: IdKind): unknown => one(chance(0.02) ? [] : known.records[kind])?.id ?? unknown(kind);
  const user = () => id("user");
  const organization = () => id("organization");
  const workspace = () => id("workspace");
  const token = () => one(known.tokens) ?? "nothing";
  /** The ids of a known record and of those around it, each in the field that takes it. */
  const ids = (kind: IdKind, fields: Record<string, IdKind>): Fields => {
    const record = one(known.records[kind]) ?? {};
    const entries = Object.entries(fields).map(([field, of]) => {
      const known = of === kind ? record.id : record[field];
      return [field, chance(0.03) ? id(of) : (known ?? id(of))]; // rarely one of another record
    });
    return Object.fromEntries(entries);
  };
  /** One to five values. Rarely more than once the same. */
  const several = <T>(make: () => T) => {
    const values = Array.from({ length: 1 + upTo(4) }, make);
    return chance(0.05) ? values : [...new Set(values)];
  };
  const search = () => maybe(0.5, () => (chance(0.04) ? user() : values.search(known.texts)));
  const status = () => maybe(0.6, () => pick(STATUSES));
  /** The input of a list with its own fields, often for the next page of an earlier one. */
  const list = (fields: Fields): Fields => {
    const begun = known.lists.filter((list) => list.act === act);
    if (begun.length > 0 && chance(0.4)) {
      const { input } = begun[Math.max(0, begun.length - 1 - upTo(5))] ?? { input: {} };
      return chance(0.1) ? { ...input, ...fields } : { ...input, per_page: maybe(0.8, () => pick([1, 2, 3, 7, 20])) };
    }
    return {
      per_page: maybe(0.8, () => pick([1, 2, 3, 5, 7, 20, 100])),
      page: maybe(0.25, () => pick([1, 1, 2, 3, 10, 1_000_000_000])),
      include_total: maybe(0.4, () => chance(0.8)),
      cursor: maybe(0.02, () => pick(["", "nothing", "WyJhIiwxXQ", "bnVsbA"])),
      ...fields,
    };
  };
  const made = {
    one,
    several,
    maybe,
    orNull,
    knownOr,
    id,
    ids,
    user,
    organization,
    workspace,
    token,
    search,
    status,
    list,
  };
  return { ...values, ...made, known, number };
}
