import type { Sample } from "./load.ts";

export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** The bound of a goal, and the next target. */
export interface Bound {
  is: "at least" | "at most";
  reach: number;
  tryFor?: number;
}

export const atLeast = (reach: number, tryFor?: number): Bound => ({ is: "at least", reach, tryFor });
export const atMost = (reach: number, tryFor?: number): Bound => ({ is: "at most", reach, tryFor });

/** One line of the result. Without a figure it says why. */
export interface Row {
  goal: number;
  what: string;
  /** The number of users, or a range of numbers. */
  users?: string;
  unit: string;
  measured?: Spread;
  /** The same as `measured`, by the CPU time that the servers used. */
  byCpu?: Spread;
  bound?: Bound;
  /** Medians of each side, or of each case that the figure is the worst of. */
  sides?: Record<string, unknown>;
  note?: string;
}

/** Whether a row reaches its goal; empty without a figure or a bound. */
export function verdict({ measured, bound }: Row): "no" | "yes" | "beyond" | "" {
  if (!measured || !bound || Number.isNaN(measured.median)) return "";
  const isWithin = (limit: number) => (bound.is === "at least" ? measured.median >= limit : measured.median <= limit);
  if (!isWithin(bound.reach)) return "no";
  return bound.tryFor !== undefined && isWithin(bound.tryFor) ? "beyond" : "yes";
}

export function spreadOf(values: number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1 + (sorted.length % 2)], sorted[middle]];
  return { median: (low + high) / 2, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/** How many times the answers of `to` in a second; and the same by the CPU time of an answer, which a busy machine moves less. */
export const compared = (of: Sample[], to: Sample[]) => ({
  measured: ratios(of, to, "rate"),
  byCpu: ratios(to, of, "cpu"),
});

/** The ratio of each round, since absolute figures move from one round to the next. */
export const ratios = (of: Sample[], to: Sample[], by: keyof Sample) =>
  spreadOf(of.map((sample, round) => sample[by] / (to[round]?.[by] ?? Number.NaN)));

export const medians = (samples: Sample[]): Sample => ({
  rate: spreadOf(samples.map(({ rate }) => rate)).median,
  p50: spreadOf(samples.map(({ p50 }) => p50)).median,
  p99: spreadOf(samples.map(({ p99 }) => p99)).median,
  cpu: spreadOf(samples.map(({ cpu }) => cpu)).median,
});

export const mediansOf = (sides: Record<string, Sample[]>) =>
  Object.fromEntries(Object.entries(sides).map(([name, samples]) => [name, medians(samples)]));

/** `10000` as `10k`. */
export const short = (users: number) =>
  users >= 1_000_000 ? `${users / 1_000_000}M` : users >= 1000 ? `${users / 1000}k` : String(users);
