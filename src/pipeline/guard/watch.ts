import { formatNumber, formatRate, formatShare } from "../../contract/format-quantity.ts";
import type { GuardDecision, Policy } from "../../contract/policy.ts";
import type { StopRequest } from "../../contract/stop-request.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import type { Window } from "../../contract/window.ts";
import { listed } from "./guard-reason.ts";
import { normalSocket } from "./target-sockets.ts";

/** A share of fewer requests than this says nothing. */
const fewestRequests = 20;
/** Rates are judged over this many whole seconds, as single seconds are uneven. */
const rateSeconds = 10;
/** What an uneven pace may have above its cap over that time. */
const rateTolerance = 1.05;

interface Second {
  requests: number;
  failed: number;
  connectionFailures: number;
}

type Fuse = NonNullable<Policy["stop"]["errors"]>;

/** What a run has used up, over all its attempts. */
export interface UsedRequests {
  readonly requests: number;
  /** Those of endpoints that write, and of names that the plan does not know: nobody can say of them that they do not. */
  readonly writes: number;
}

export interface Watch {
  push(window: Window): StopRequest | null;
  /** Connections of the engine at one look: how many are open, and the "address:port" of every peer. */
  observeConnections(seen: { readonly open: number; readonly sockets: readonly string[] }): StopRequest | null;
  /** With those of earlier attempts; what the next attempt's watch begins with. */
  readonly used: UsedRequests;
}

/**
 * The third moment of guarding: takes the windows of a running test, in the order they come, late pieces included, and answers with a wish to
 * stop when a limit of the policy is passed: a dial to a blocked address, virtual users above the cap, requests or writes beyond their cap,
 * a rate beyond its cap, or a fuse; and the engine's connections, of which none may go to another port of an allowed address, as the
 * engine blocks addresses alone. Requests of setup and teardown count as all others. One wish for one watch: what comes later gives null.
 */
export function createWatch({
  enforcement,
  stop,
  plan,
  used = { requests: 0, writes: 0 },
}: {
  enforcement: GuardDecision["enforcement"];
  stop: Policy["stop"];
  plan: Pick<TestPlan, "endpoints">;
  /** By earlier attempts of the run: all attempts share one budget. */
  used?: UsedRequests;
}): Watch {
  const reading = new Set(plan.endpoints.filter(({ writes }) => !writes).map(({ name }) => name));
  const sockets = new Set(enforcement.allowedSockets.map(normalSocket));
  const longest = Math.max(rateSeconds * 1000 + 1000, stop.errors?.everyMs ?? 0, stop.connectionFailures?.everyMs ?? 0);
  const seconds = new Map<number, Second>();
  const total = { ...used };
  let first = Infinity;
  let newest = -Infinity;
  let stopped = false;

  const add = (window: Window): void => {
    first = Math.min(first, window.at);
    newest = Math.max(newest, window.at);
    const second = seconds.get(window.at) ?? { requests: 0, failed: 0, connectionFailures: 0 };
    for (const { key, count } of window.series) {
      if (key.measure === "failed-latency") second.failed += count;
      if (key.measure !== "latency") continue;
      second.requests += count;
      total.requests += count;
      if (!reading.has(key.endpoint)) total.writes += count;
    }
    for (const { kind, count } of window.errors) {
      if (kind === "connection" || kind === "tls") second.connectionFailures += count;
    }
    seconds.set(window.at, second);
    for (const at of seconds.keys()) if (at <= newest - longest) seconds.delete(at);
  };

  /** Sums over the seconds in (from, to]. */
  const over = (from: number, to: number): Second => {
    const sum = { requests: 0, failed: 0, connectionFailures: 0 };
    for (const [at, second] of seconds) {
      if (at <= from || at > to) continue;
      sum.requests += second.requests;
      sum.failed += second.failed;
      sum.connectionFailures += second.connectionFailures;
    }
    return sum;
  };

  const blown = (fuse: Fuse | null, count: "failed" | "connectionFailures", what: string): string | null => {
    if (fuse === null) return null;
    const sum = over(newest - fuse.everyMs, newest);
    const share = sum[count] / sum.requests;
    if (sum.requests < fewestRequests || share < fuse.share) return null;
    return `${formatShare(share)} of ${formatNumber(sum.requests)} requests ${what} within ${String(fuse.everyMs / 1000)} s (the policy stops at ${formatShare(fuse.share)})`;
  };

  const rateText = (): string | null => {
    const cap = enforcement.maxRatePerSecond;
    // The newest second is not whole yet.
    if (cap === null || newest - first < rateSeconds * 1000) return null;
    const rate = over(newest - (rateSeconds + 1) * 1000, newest - 1000).requests / rateSeconds;
    if (rate <= cap * rateTolerance) return null;
    return `${formatRate(rate)} requests over ${String(rateSeconds)} s, above the cap of ${formatRate(cap)}`;
  };

  const capText = (what: "requests" | "writes", cap: number | null): string | null => {
    if (cap === null || total[what] <= cap) return null;
    return `${formatNumber(total[what])} ${what}, beyond the cap of ${formatNumber(cap)}`;
  };

  const socketText = (seen: readonly string[]): string | null => {
    const strange = seen.find((socket) => !sockets.has(normalSocket(socket)));
    if (strange === undefined) return null;
    return `the engine is connected with ${strange}; allowed ${sockets.size === 1 ? "is" : "are"} ${listed([...sockets])}`;
  };

  const wishOnce = (causes: Parameters<typeof firstWish>[0]): StopRequest | null => {
    const wish = stopped ? null : firstWish(causes);
    stopped ||= wish !== null;
    return wish;
  };

  return {
    used: total,
    push(window) {
      add(window);
      return wishOnce([
        ["graceful", blockedText(window)],
        ["now", window.vus === null ? null : aboveCap(window.vus, enforcement.maxVus, "VUs are active")],
        ["graceful", capText("writes", enforcement.maxWrites)],
        ["graceful", capText("requests", enforcement.maxRequests)],
        ["graceful", rateText()],
        ["graceful", blown(stop.connectionFailures, "connectionFailures", "could not connect")],
        ["graceful", blown(stop.errors, "failed", "failed")],
      ]);
    },
    observeConnections({ open, sockets: seen }) {
      return wishOnce([
        ["now", socketText(seen)],
        ["now", aboveCap(open, enforcement.maxConnections, "connections are open")],
      ]);
    },
  };
}

function firstWish(causes: readonly (readonly [StopRequest["mode"], string | null])[]): StopRequest | null {
  for (const [mode, text] of causes) if (text !== null) return { reason: "guard", mode, text };
  return null;
}

function blockedText(window: Window): string | null {
  const hit = window.errors.find(({ kind, count }) => kind === "blocked" && count > 0);
  if (hit === undefined) return null;
  const endpoint = hit.endpoint === "" ? "a request" : hit.endpoint;
  return `${endpoint} went to an address that the guard blocks (${hit.value})`;
}

function aboveCap(count: number, cap: number, what: string): string | null {
  return count <= cap ? null : `${formatNumber(count)} ${what}, above the cap of ${formatNumber(cap)}`;
}
