import { quantileType7 } from "../../src/stats/quantile-type7.ts";
import type { GoldenRun } from "./golden-run.ts";

/** All kept latencies of an endpoint in ms, ascending, failed ones included; empty where the run has none. */
export function runLatencies(run: Pick<GoldenRun, "series">, endpoint: string): Float64Array {
  const seconds = run.series.filter((each) => each.endpoint === endpoint).flatMap((each) => each.seconds);
  const all = new Float64Array(seconds.reduce((sum, { latencies }) => sum + latencies.length, 0));
  let at = 0;
  for (const { latencies } of seconds) {
    all.set(latencies, at);
    at += latencies.length;
  }
  return all.toSorted();
}

const known = new WeakMap<Pick<GoldenRun, "series">, Map<string, number>>();

/** Exact p95 in ms of an endpoint over the kept seconds (type 7, as k6 and JMeter compute it). NaN where there are no requests. */
export function exactP95(run: Pick<GoldenRun, "series">, endpoint: string): number {
  const ofRun = known.get(run) ?? new Map<string, number>();
  known.set(run, ofRun);
  const before = ofRun.get(endpoint);
  if (before !== undefined) return before;
  const p95 = quantileType7(runLatencies(run, endpoint), 0.95);
  ofRun.set(endpoint, p95);
  return p95;
}
