import { type Fault, faultTable, type StepFaultName } from "./faults.ts";

/** What the active faults make of the steps of one request (see `Step`). */
export interface StepEffect {
  /** Busy time of `assemble`. */
  readonly busyMs: number;
  /** Rows that the query scans; null: it uses its index. */
  readonly scannedRows: number | null;
  readonly downstreamCalls: number;
  readonly downstreamDelayMs: number;
  /** Share of first and second calls that fail, and the back-off before the next; null: none does. */
  readonly retries: { readonly failures: number; readonly backOffMs: number } | null;
  readonly connections: { readonly size: number; readonly holdMs: number };
  readonly lockMs: number;
  readonly itemsTimes: number;
  /** Time of a slow lookup when there is no cache; null: there is one. */
  readonly cacheOffMs: number | null;
  readonly garbage: { readonly kilobytes: number; readonly retainedMegabytes: number } | null;
  /** Iterations of the jobs that take all threads first; null: no such jobs. */
  readonly occupyIterations: number | null;
}

export const noStepEffect: StepEffect = {
  busyMs: 0,
  scannedRows: null,
  downstreamCalls: 1,
  downstreamDelayMs: 0,
  retries: null,
  connections: { size: 20, holdMs: 0 },
  lockMs: 0,
  itemsTimes: 1,
  cacheOffMs: null,
  garbage: null,
  occupyIterations: null,
};

/** What the active faults do to one request. */
export interface Effect {
  readonly delayMs: number;
  readonly busyMs: number;
  /** The connection pool that has to be entered first. */
  readonly pool: { readonly size: number; readonly holdMs: number } | null;
  readonly answer:
    | { readonly kind: "status"; readonly status: number }
    | { readonly kind: "garbage" | "reset" | "hang" }
    | null;
  readonly steps: StepEffect;
}

export const noEffect: Effect = { delayMs: 0, busyMs: 0, pool: null, answer: null, steps: noStepEffect };

/** The effect with that of one more fault, which is `ageMs` old. */
export function withFault(effect: Effect, fault: Fault, ageMs: number): Effect {
  const delayMs = fault.delayMs ?? faultTable[fault.name].delayMs;
  switch (fault.name) {
    case "errors":
      return { ...effect, answer: { kind: "status", status: fault.status ?? 503 } };
    case "garbage":
    case "reset":
    case "hang":
      return { ...effect, answer: { kind: fault.name } };
    case "cpu":
      return { ...effect, busyMs: effect.busyMs + (fault.busyMs ?? 20) };
    case "pool":
      return { ...effect, pool: { size: connectionsOf(fault), holdMs: delayMs } };
    case "creep":
      return { ...effect, delayMs: effect.delayMs + (delayMs * ageMs) / 1000 };
    case "slow":
    case "slow-checkout":
    case "slow-db":
    case "slow-search":
      return { ...effect, delayMs: effect.delayMs + delayMs };
    default:
      return { ...effect, steps: { ...effect.steps, ...stepEffects[fault.name](fault, delayMs) } };
  }
}

/** What each fault of a step makes of it; `delayMs` is the fault's own or the usual one. */
const stepEffects: Readonly<Record<StepFaultName, (fault: Fault, delayMs: number) => Partial<StepEffect>>> = {
  "cpu-burn": ({ busyMs = 20 }) => ({ busyMs }),
  "slow-query": ({ rows = 60_000 }) => ({ scannedRows: rows }),
  "n-plus-one": ({ calls = 8 }) => ({ downstreamCalls: calls }),
  "small-pool": (fault, holdMs) => ({ connections: { size: connectionsOf(fault), holdMs } }),
  lock: (_fault, lockMs) => ({ lockMs }),
  payload: ({ times = 20 }) => ({ itemsTimes: times }),
  "cache-off": (_fault, cacheOffMs) => ({ cacheOffMs }),
  "gc-pressure": ({ kilobytes = 1000, retainedMegabytes = 64 }) => ({ garbage: { kilobytes, retainedMegabytes } }),
  "slow-downstream": (_fault, downstreamDelayMs) => ({ downstreamDelayMs }),
  "retry-storm": ({ failures = 0.8 }, backOffMs) => ({ retries: { failures, backOffMs } }),
  "thread-starvation": ({ iterations = 3000 }) => ({ occupyIterations: iterations }),
};

const connectionsOf = (fault: Fault): number => Math.max(1, fault.size ?? 2);
