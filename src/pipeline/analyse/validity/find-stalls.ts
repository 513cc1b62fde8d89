import { Histogram } from "../../../stats/histogram.ts";
import { median } from "../../../stats/quantile-type7.ts";
import { eachPiece, eachPlace, tracksOf, type RunSeries, type Seconds } from "../run-series.ts";

/** Share of the usual number of requests in a second up to which a scenario stands still. */
const still = 0.2;
/** The longest request lies this far beyond the 99th percentile, or there was no stall. */
const beyond = 10;
/** Requests a second from which a quiet second is no accident. */
const enoughRequests = 5;

/**
 * Seconds in which a closed scenario hardly got an answer while single requests took very long: its users were all waiting, so that the
 * stall shows in few samples (coordinated omission, G. Tene). null: there are none.
 */
export function findStalls(
  run: RunSeries,
  scenario: string,
  range: Seconds,
): { readonly ms: number; readonly longestMs: number } | null {
  const tracks = tracksOf(run, "latency", { scenario, endpoint: null, withoutSetup: true });
  const all = new Histogram();
  eachPiece(tracks, range, (_, piece) => all.addBuckets(piece));
  const [p99, longestMs] = [all.quantile(0.99), all.max];
  if (p99 === null || longestMs <= beyond * p99) return null;
  const counts = Array.from({ length: range.to - range.from }, () => 0);
  eachPlace(tracks, range, (second, track, i) => {
    counts[second - range.from] = (counts[second - range.from] ?? 0) + track.count(i);
  });
  const usual = median(counts);
  if (usual < enoughRequests) return null;
  const ms = 1000 * counts.filter((count) => count < still * usual).length;
  return ms === 0 ? null : { ms, longestMs };
}
