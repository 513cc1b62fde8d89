import { formatNumber, formatRate } from "../../contract/format-quantity.ts";
import type { Policy } from "../../contract/policy.ts";
import { addressOfSocket, normalSocket } from "./target-sockets.ts";

/** What a run may do to the servers behind its sockets. */
export interface LoadBeside {
  /** "address:port", IPv6 in brackets. */
  readonly sockets: readonly string[];
  /** Peak virtual users. */
  readonly vus: number;
  /** What it may send at most; null: nothing bounds it. */
  readonly ratePerSecond: number | null;
}

/** A run that generates load on this machine now. */
export interface RunBeside extends LoadBeside {
  readonly runId: string;
  readonly environment: string;
}

/**
 * Whether a run may begin beside the others of this machine; null: it may. A shared socket is a shared environment, which is in use. Runs
 * against other ports of an address may go on together, but the limits hold over their sum: the address feels them all. A run without a
 * bound of its rate makes every sum too large. `wait`: the policy lets the run wait until the others are through.
 */
export function judgeBeside(
  run: LoadBeside,
  others: readonly RunBeside[],
  { limits, busy }: Pick<Policy, "limits" | "busy">,
): { wait: boolean; text: string } | null {
  const text = inUse(run, others) ?? tooMuchTogether(run, others, limits);
  return text === null ? null : { wait: busy.action === "queue", text };
}

function inUse(run: LoadBeside, others: readonly RunBeside[]): string | null {
  const own = new Set(run.sockets.map(normalSocket));
  for (const { runId, environment, sockets } of others) {
    const shared = sockets.map(normalSocket).find((socket) => own.has(socket));
    if (shared !== undefined) return `run ${runId} is using environment "${environment}" (${shared})`;
  }
  return null;
}

function tooMuchTogether(run: LoadBeside, others: readonly RunBeside[], limits: Policy["limits"]): string | null {
  for (const address of new Set(run.sockets.map(addressOfSocket))) {
    const beside = others.filter(({ sockets }) => sockets.some((socket) => addressOfSocket(socket) === address));
    if (beside.length === 0) continue;
    const who = `with ${beside.map(({ runId }) => runId).join(" and ")} on ${address}`;
    const vus = beside.reduce((sum, other) => sum + other.vus, run.vus);
    if (!(vus <= limits.vus))
      return `${formatNumber(vus)} VUs together ${who} are more than the cap of ${formatNumber(limits.vus)}`;
    const cap = limits.ratePerSecond;
    if (cap === null) continue;
    const rate = [run, ...beside].reduce((sum, { ratePerSecond }) => sum + (ratePerSecond ?? Infinity), 0);
    if (rate === Infinity) return `together ${who} the rate has no bound, and the cap is ${formatRate(cap)}`;
    if (!(rate <= cap)) return `${formatRate(rate)} together ${who} are more than the cap of ${formatRate(cap)}`;
  }
  return null;
}
