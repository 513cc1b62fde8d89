import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import type { GoldenSecond, GoldenSeries } from "../../evaluation/golden/golden-run.ts";

/** Which seconds of the wall clock are kept. */
export interface KeptSeconds {
  /** Epoch ms, a multiple of 1,000. */
  readonly first: number;
  readonly count: number;
}

/** Whole seconds of the wall clock after a warm-up. */
export function secondsAfter(warmUpSeconds: number, count: number): (startedAt: number) => KeptSeconds {
  return (startedAt) => ({ first: Math.ceil(startedAt / 1000 + warmUpSeconds) * 1000, count });
}

/** From the second in which the load starts. */
export function secondsFromStart(count: number): (startedAt: number) => KeptSeconds {
  return (startedAt) => ({ first: Math.floor(startedAt / 1000) * 1000, count });
}

export interface ReadSamples {
  readonly series: readonly GoldenSeries[];
  /** Requests in the whole file, kept or not. */
  readonly requests: number;
}

interface Bin {
  readonly latencies: number[];
  readonly failed: number[];
}

/**
 * Latencies by endpoint and second of request end, out of a run's kept samples (k6's CSV as the product runs it). `kept` is asked when
 * the first scenario has told its start, as only then it is known which seconds are judged.
 * Throws an Error when a column is missing or no scenario tells its start before the first request.
 */
export async function readSamples(path: string, kept: (startedAt: number) => KeptSeconds): Promise<ReadSamples> {
  const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()), crlfDelay: Infinity });
  let column: ((name: string) => number) | undefined;
  let columns: readonly number[] = [];
  let seconds: KeptSeconds | null = null;
  let requests = 0;
  let latest: { readonly bin: Bin; readonly hundredths: number } | null = null;
  const bins = new Map<string, { scenario: string; endpoint: string; seconds: Bin[] }>();
  for await (const line of lines) {
    const fields = line.split(",");
    if (column === undefined) {
      column = placeIn(fields, path);
      columns = ["metric_name", "timestamp", "metric_value", "name", "scenario"].map(column);
      continue;
    }
    const [metric = "", time = "", value = "", endpoint = "", scenario = ""] = columns.map((at) => fields[at]);
    if (metric === "perf_agent_scenario_start") seconds ??= kept(Number(value));
    else if (metric === "http_req_duration") {
      requests++;
      latest = null;
      if (seconds === null) throw new Error(`${path}: a request before any scenario told its start`);
      const second = Math.floor((Number(time) - seconds.first) / 1000);
      const bin = binOf(bins, scenario, endpoint, seconds.count)[second];
      if (bin === undefined) continue;
      // Hundredths of a millisecond are far below what a timer of the service or the engine can tell.
      const hundredths = Math.round(Number(value) * 100);
      bin.latencies.push(hundredths);
      latest = { bin, hundredths };
    } else if (metric === "http_req_failed" && Number(value) > 0 && latest !== null) {
      latest.bin.failed.push(latest.hundredths);
    }
  }
  const series = [...bins.values()].toSorted((left, right) => byText(idOf(left), idOf(right)));
  return { requests, series: series.map((each) => ({ ...each, seconds: each.seconds.map(sorted) })) };
}

function placeIn(header: readonly string[], path: string): (name: string) => number {
  return (name) => {
    const at = header.indexOf(name);
    if (at < 0) throw new Error(`${path}: no column ${name} among ${header.join(", ")}`);
    return at;
  };
}

function binOf(
  bins: Map<string, { scenario: string; endpoint: string; seconds: Bin[] }>,
  scenario: string,
  endpoint: string,
  count: number,
): Bin[] {
  const id = idOf({ scenario, endpoint });
  const known = bins.get(id);
  if (known !== undefined) return known.seconds;
  const seconds = Array.from({ length: count }, (): Bin => ({ latencies: [], failed: [] }));
  bins.set(id, { scenario, endpoint, seconds });
  return seconds;
}

function idOf({ scenario, endpoint }: { scenario: string; endpoint: string }): string {
  return `${scenario}\n${endpoint}`;
}

function sorted({ latencies, failed }: Bin): GoldenSecond {
  return { latencies: ascending(latencies), failed: ascending(failed) };
}

function ascending(hundredths: readonly number[]): Float64Array {
  return Float64Array.from(hundredths, (value) => value / 100).toSorted();
}

function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
