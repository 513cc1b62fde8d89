import { isRecord } from "./is-record.ts";

/** A switchable defect. Every fault may be narrowed by `endpoint` and `share`, and timed by `afterMs` and `forMs`. */
export interface Fault {
  readonly name: FaultName;
  /** Only this endpoint; all of the fault's own endpoints when absent. */
  readonly endpoint?: string;
  /** Share of requests that meet the fault, 0 to 1 (1). */
  readonly share?: number;
  /** Extra time of slow faults, or the time that a connection of the pool is held (see `faultTable`). */
  readonly delayMs?: number;
  /** Status of `errors` (503). */
  readonly status?: number;
  /** Busy time of `cpu` per request (20). */
  readonly busyMs?: number;
  /** Connections of `pool` (2). */
  readonly size?: number;
  /** Starts this long after it was switched on (0). */
  readonly afterMs?: number;
  /** Ends this long after it began (never). */
  readonly forMs?: number;
}

export const faultTable = {
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
} as const satisfies Record<string, { text: string; endpoints: readonly string[] | null; delayMs: number }>;

export type FaultName = keyof typeof faultTable;

const numbers = ["share", "delayMs", "status", "busyMs", "size", "afterMs", "forMs"] as const;

function isFaultName(value: unknown): value is FaultName {
  return typeof value === "string" && Object.hasOwn(faultTable, value);
}

/** Reads `{ "name": ..., ... }`. Throws a TypeError with a sentence for anything else. */
export function parseFault(value: unknown): Fault {
  if (!isRecord(value)) throw new TypeError("a fault is an object");
  const { name, endpoint, ...rest } = value;
  if (!isFaultName(name)) throw new TypeError(`name must be one of ${Object.keys(faultTable).join(", ")}`);
  if (endpoint !== undefined && typeof endpoint !== "string") throw new TypeError("endpoint must be a name");
  const fault: { -readonly [key in keyof Fault]: Fault[key] } = { name };
  if (endpoint !== undefined) fault.endpoint = endpoint;
  for (const [key, given] of Object.entries(rest)) {
    const known = numbers.find((number) => number === key);
    if (known === undefined) throw new TypeError(`"${key}" is not a field of a fault`);
    if (typeof given !== "number" || !(given >= 0)) throw new TypeError(`${key} must be a number of 0 or more`);
    fault[known] = given;
  }
  return fault;
}

/** What the active faults do to one request. */
export interface Effect {
  delayMs: number;
  busyMs: number;
  /** The connection pool that has to be entered first. */
  pool: { size: number; holdMs: number } | null;
  answer: { kind: "status"; status: number } | { kind: "garbage" | "reset" | "hang" } | null;
}

export const noEffect: Readonly<Effect> = { delayMs: 0, busyMs: 0, pool: null, answer: null };

/** The faults that are switched on. `now` in milliseconds of any clock that does not step back. */
export class FaultBoard {
  readonly #since = new Map<FaultName, { fault: Fault; at: number }>();
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  get active(): readonly Fault[] {
    return [...this.#since.values()].map(({ fault }) => fault);
  }

  /** Replaces the fault of the same name. */
  switchOn(fault: Fault, now: number): void {
    this.#since.set(fault.name, { fault, at: now });
  }

  /** One fault, or all of them. */
  switchOff(name?: string): void {
    for (const key of this.#since.keys()) if (name === undefined || key === name) this.#since.delete(key);
  }

  effectOn(endpoint: string, now: number): Readonly<Effect> {
    if (this.#since.size === 0) return noEffect;
    const effect: Effect = { ...noEffect };
    for (const { fault, at } of this.#since.values()) {
      const { endpoints, delayMs: usualDelayMs } = faultTable[fault.name];
      const ageMs = now - at - (fault.afterMs ?? 0);
      if (ageMs < 0 || ageMs > (fault.forMs ?? Infinity)) continue;
      if (
        fault.endpoint === undefined
          ? endpoints !== null && !includes(endpoints, endpoint)
          : fault.endpoint !== endpoint
      )
        continue;
      if (fault.share !== undefined && this.#random() >= fault.share) continue;
      const delayMs = fault.delayMs ?? usualDelayMs;
      if (fault.name === "errors") effect.answer = { kind: "status", status: fault.status ?? 503 };
      else if (fault.name === "garbage" || fault.name === "reset" || fault.name === "hang")
        effect.answer = { kind: fault.name };
      else if (fault.name === "cpu") effect.busyMs += fault.busyMs ?? 20;
      else if (fault.name === "pool") effect.pool = { size: Math.max(1, fault.size ?? 2), holdMs: delayMs };
      else if (fault.name === "creep") effect.delayMs += (delayMs * ageMs) / 1000;
      else effect.delayMs += delayMs;
    }
    return effect;
  }
}

function includes(list: readonly string[], item: string): boolean {
  return list.includes(item);
}
