import type { GoldenRun, GoldenSecond } from "../golden-run.ts";

/** A second from hundredths of a millisecond in any order; for tests. */
export function sampleSecond(hundredths: readonly number[], failed: readonly number[] = []): GoldenSecond {
  return { latencies: ascending(hundredths), failed: ascending(failed) };
}

function ascending(hundredths: readonly number[]): Float64Array {
  return Float64Array.from(hundredths, (value) => value / 100).toSorted();
}

/** A run with plausible facts; for tests. */
export function goldenRun(given: Partial<GoldenRun>): GoldenRun {
  const control = { cpuMs: 10, connectMs: 0.2 };
  return {
    schemaVersion: 1,
    id: "development-1/00-clean",
    block: "development-1",
    state: "clean",
    position: 0,
    seed: 1,
    startedAt: 1_700_000_000_123,
    firstSecond: 1_700_000_004_000,
    control: { before: control, after: control },
    loadAverage: 0.5,
    series: [],
    ...given,
  };
}
