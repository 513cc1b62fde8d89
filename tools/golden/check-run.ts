import { quantileType7 } from "../../src/stats/quantile-type7.ts";
import type { RunDocument } from "../../src/contract/run.ts";
import type { GoldenSeries } from "../../evaluation/golden/golden-run.ts";

/** What a kept run must reach, so that its p95 can be told from noise. */
export interface RunDemands {
  readonly endpoint: string;
  /** Samples of the endpoint in the kept seconds. */
  readonly samples: number;
  /** Least p95 of the endpoint, ms. */
  readonly p95Ms: number;
}

/** Stricter than the product, which lets one in a hundred pass. */
const mostDropped = 0.001;

/** All latencies of an endpoint, ascending; empty where it is unknown. */
export function latenciesOf(series: readonly GoldenSeries[], endpoint: string): Float64Array {
  const all = series.filter((each) => each.endpoint === endpoint).flatMap(({ seconds }) => seconds);
  return Float64Array.from(all.flatMap(({ latencies }) => [...latencies])).toSorted();
}

/** Why a run must not enter the golden set, as sentences; none: it may. */
export function problemsOf(document: RunDocument, series: readonly GoldenSeries[], demands: RunDemands): string[] {
  const problems: string[] = [];
  if (document.state !== "finished") problems.push(`the run is ${document.state}, stopped by ${document.stoppedBy}`);
  if (!document.quality.delivered) problems.push("the load was not delivered");
  const { droppedIterations, iterations } = document.totals;
  if (droppedIterations > mostDropped * iterations) problems.push(`${droppedIterations} iterations were dropped`);
  for (const { severity, text } of document.quality.flags) if (severity.startsWith("invalid")) problems.push(text);
  const latencies = latenciesOf(series, demands.endpoint);
  if (latencies.length < demands.samples)
    problems.push(`${latencies.length} samples of ${demands.endpoint}, ${demands.samples} are needed`);
  const p95 = quantileType7(latencies, 0.95);
  if (!(p95 >= demands.p95Ms))
    problems.push(`p95 of ${demands.endpoint} is ${p95.toFixed(1)} ms, at least ${demands.p95Ms} ms are needed`);
  return problems;
}
