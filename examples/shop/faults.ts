import { isRecord } from "./is-record.ts";
import { servicesWith, type Step } from "./services.ts";

/** A switchable defect. Every fault may be narrowed by `endpoint` and `share`, and timed by `afterMs` and `forMs`. */
export interface Fault {
  readonly name: FaultName;
  /** Only this endpoint; all of the fault's own endpoints when absent. */
  readonly endpoint?: string;
  /** Share of requests that meet the fault, 0 to 1 (1). */
  readonly share?: number;
  /** Extra time of slow faults, or the time that something is held (see `faultTable`). */
  readonly delayMs?: number;
  /** Status of `errors` (503). */
  readonly status?: number;
  /** Busy time of `cpu` and `cpu-burn` per request (20). */
  readonly busyMs?: number;
  /** Connections of `pool` and `small-pool` (2). */
  readonly size?: number;
  /** Rows that `slow-query` reads for one query (60,000). */
  readonly rows?: number;
  /** Calls of `n-plus-one` in place of one (8); 6.5 is 6 or 7 by turns. */
  readonly calls?: number;
  /** How many times longer `payload` makes a body (20). */
  readonly times?: number;
  /** Small objects that `gc-pressure` makes per request (1,000 kB). */
  readonly kilobytes?: number;
  /** What `gc-pressure` keeps of them (64 MB). */
  readonly retainedMegabytes?: number;
  /** Share of first and second calls that fail in a `retry-storm` (0.8). */
  readonly failures?: number;
  /** Iterations of each key derivation that takes a thread in `thread-starvation` (3,000). */
  readonly iterations?: number;
  /** Starts this long after it was switched on (0). */
  readonly afterMs?: number;
  /** Ends this long after it began (never). */
  readonly forMs?: number;
}

interface FaultEntry {
  readonly text: string;
  /** null: all. */
  readonly endpoints: readonly string[] | null;
  /** The usual `delayMs`. */
  readonly delayMs: number;
}

/** Faults of whole requests. */
const requestFaults = {
  "slow-checkout": { text: "checkout takes delayMs longer", endpoints: ["checkout"], delayMs: 300 },
  "slow-db": {
    text: "everything on orders-db takes delayMs longer",
    endpoints: ["add-to-cart", "cart", "checkout"],
    delayMs: 150,
  },
  "slow-search": { text: "search takes delayMs longer", endpoints: ["search"], delayMs: 200 },
  slow: { text: "every endpoint takes delayMs longer", endpoints: null, delayMs: 100 },
  creep: { text: "every endpoint slows down by delayMs each second, as a leak does", endpoints: null, delayMs: 5 },
  pool: {
    text: "orders-db has size connections, each held for delayMs: requests queue",
    endpoints: ["add-to-cart", "cart", "checkout"],
    delayMs: 50,
  },
  errors: { text: "answers with status", endpoints: null, delayMs: 0 },
  cpu: { text: "burns busyMs of the one core per request", endpoints: null, delayMs: 0 },
  garbage: { text: "answers 200 with text that is not JSON", endpoints: null, delayMs: 0 },
  reset: { text: "closes the connection without an answer", endpoints: null, delayMs: 0 },
  hang: { text: "never answers", endpoints: null, delayMs: 0 },
} as const satisfies Record<string, FaultEntry>;

const atStep = (step: Step, text: string, delayMs = 0): FaultEntry => ({
  text,
  endpoints: servicesWith(step),
  delayMs,
});

/** Faults that make a step of the services worse; they hit the endpoints that take it. */
const stepFaults = {
  "cpu-burn": atStep("assemble", "assembling a body burns busyMs of the one core"),
  "slow-query": atStep("query", "the query's index is missing: it scans that many rows"),
  "n-plus-one": atStep("downstream", "asks the second service calls times, one call after the other, in place of once"),
  "small-pool": atStep("connection", "the database has size connections, each held for delayMs: requests queue", 5),
  lock: atStep("lock", "the section that one request may be in at a time takes delayMs", 6),
  payload: atStep("assemble", "bodies have times as many items"),
  "cache-off": atStep("lookup", "the cache is off: every lookup is a slow one of delayMs", 8),
  "gc-pressure": atStep("assemble", "assembling a body makes kilobytes of small objects; retainedMegabytes are kept"),
  "slow-downstream": atStep("downstream", "the second service takes delayMs longer", 6),
  "retry-storm": atStep(
    "downstream",
    "a share of calls fails (failures); each is made again after delayMs and more",
    6,
  ),
  "thread-starvation": atStep("compress", "key derivations of that many iterations take the threads of compression"),
};

/** Each fault with what it does. */
export const faultTable: Readonly<Record<FaultName, FaultEntry>> = { ...requestFaults, ...stepFaults };

export type StepFaultName = keyof typeof stepFaults;

export type FaultName = keyof typeof requestFaults | StepFaultName;

const numbers = [
  "share",
  "delayMs",
  "status",
  "busyMs",
  "size",
  "rows",
  "calls",
  "times",
  "kilobytes",
  "retainedMegabytes",
  "failures",
  "iterations",
  "afterMs",
  "forMs",
] as const satisfies (keyof Fault)[];

function isFaultName(value: unknown): value is FaultName {
  return typeof value === "string" && Object.hasOwn(faultTable, value);
}

/** A step's fault on an endpoint that does not take the step would do nothing, and nobody would see why. */
function takesItsStep(name: FaultName, endpoint: string): boolean {
  return !Object.hasOwn(stepFaults, name) || faultTable[name].endpoints?.includes(endpoint) === true;
}

/** Reads `{ "name": ..., ... }`. Throws a TypeError with a sentence for anything else. */
export function parseFault(value: unknown): Fault {
  if (!isRecord(value)) throw new TypeError("a fault is an object");
  const { name, endpoint, ...rest } = value;
  if (!isFaultName(name)) throw new TypeError(`name must be one of ${Object.keys(faultTable).join(", ")}`);
  if (endpoint !== undefined && typeof endpoint !== "string") throw new TypeError("endpoint must be a name");
  const fault: { -readonly [key in keyof Fault]: Fault[key] } = { name };
  if (endpoint !== undefined) {
    if (!takesItsStep(name, endpoint)) {
      throw new TypeError(`${name} has no effect on ${endpoint}; it hits ${faultTable[name].endpoints?.join(", ")}`);
    }
    fault.endpoint = endpoint;
  }
  for (const [key, given] of Object.entries(rest)) {
    const known = numbers.find((number) => number === key);
    if (known === undefined) throw new TypeError(`"${key}" is not a field of a fault`);
    if (typeof given !== "number" || !(given >= 0)) throw new TypeError(`${key} must be a number of 0 or more`);
    fault[known] = given;
  }
  return fault;
}
