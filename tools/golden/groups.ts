import type { GoldenHalf } from "../../evaluation/golden/golden-run.ts";

/** A fault of the sample shop and how its size is set. All are switched on for the main endpoint only. */
export interface FaultKind {
  readonly half: GoldenHalf;
  /** The field of the fault that holds its size. */
  readonly field: string;
  /** The size that changes nothing, and the largest that is tried. */
  readonly neutral: number;
  readonly largest: number;
  /** The first size that calibration tries. */
  readonly guess: number;
  /** Further fields, always the same. */
  readonly fixed: Readonly<Record<string, number>>;
}

const kind = (
  half: GoldenHalf,
  field: string,
  neutral: number,
  guess: number,
  largest: number,
  fixed: FaultKind["fixed"] = {},
): FaultKind => ({ half, field, neutral, largest, guess, fixed });

/** The endpoint that matters: enough requests and slow enough that runs of half a minute can be labelled. */
export const mainEndpoint = "get-order";

export const faultKinds: Readonly<Record<string, FaultKind>> = {
  "cpu-burn": kind("development", "busyMs", 0, 8, 30),
  "slow-query": kind("development", "rows", 2000, 150_000, 600_000),
  "small-pool": kind("development", "delayMs", 0, 11, 60),
  payload: kind("development", "times", 1, 60, 400),
  "thread-starvation": kind("development", "iterations", 1, 30_000, 200_000),
  "n-plus-one": kind("held-out", "calls", 1, 12, 40),
  lock: kind("held-out", "delayMs", 0, 15, 40),
  "cache-off": kind("held-out", "delayMs", 0, 16, 60),
  // What it keeps is full within the warm-up.
  "gc-pressure": kind("held-out", "kilobytes", 0, 4000, 20_000, { retainedMegabytes: 32 }),
  "slow-downstream": kind("held-out", "delayMs", 0, 25, 80),
  "retry-storm": kind("held-out", "delayMs", 0, 12, 50),
};

/** One fault with a wanted change of the main endpoint's p95. */
export interface GroupPlan {
  readonly name: string;
  readonly fault: string;
  readonly wanted: number;
}

const group = (fault: string, size: string, wanted: number): GroupPlan => ({ name: `${fault}-${size}`, fault, wanted });

export interface BlockPlan {
  readonly name: string;
  readonly half: GoldenHalf;
  readonly groups: readonly GroupPlan[];
}

/**
 * Development covers changes from nothing to a fifth. The half that is put aside has large ones only, as it must hold 63 cases of 10 %
 * and more; the first sizes lie so far above that a fault which turns out a little weaker still counts. A kind of fault is in one half
 * only. Both halves take turns, so that a sitting that ends early leaves something of each.
 */
export const blockPlans: readonly BlockPlan[] = [
  block("development-1", "development", [
    group("cpu-burn", "none", 0),
    group("cpu-burn", "large", 0.2),
    group("slow-query", "small", 0.05),
    group("small-pool", "large", 0.2),
  ]),
  block("held-out-1", "held-out", [
    group("n-plus-one", "small", 0.17),
    group("lock", "large", 0.3),
    group("cache-off", "small", 0.17),
    group("slow-downstream", "large", 0.5),
  ]),
  block("development-2", "development", [
    group("payload", "tiny", 0.03),
    group("slow-query", "large", 0.2),
    group("thread-starvation", "small", 0.07),
    group("cpu-burn", "small", 0.07),
  ]),
  block("held-out-2", "held-out", [
    group("gc-pressure", "small", 0.17),
    group("retry-storm", "large", 0.5),
    group("lock", "small", 0.17),
    group("n-plus-one", "large", 0.3),
  ]),
  block("development-3", "development", [
    group("payload", "large", 0.2),
    group("thread-starvation", "large", 0.2),
    group("small-pool", "small", 0.1),
    group("payload", "small", 0.1),
  ]),
  block("held-out-3", "held-out", [
    group("slow-downstream", "small", 0.17),
    group("cache-off", "large", 0.3),
    group("retry-storm", "small", 0.17),
    // Not more: where the collector pauses for longer, all users are busy and the load is not delivered.
    group("gc-pressure", "tiny", 0.14),
  ]),
];

function block(name: string, half: GoldenHalf, groups: readonly GroupPlan[]): BlockPlan {
  return { name, half, groups };
}
