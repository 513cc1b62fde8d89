import { eachPlace, everything, tracksOf, type RunSeries, type Seconds } from "../run-series.ts";

/** Share of a second's requests whose connection failed from which nobody was there, and up to which all is well. */
const down = 0.9;
const well = 0.1;
/** Fewer failed connections than this are accidents of single ones. */
const fewest = 3;

/**
 * The longest stretch of seconds in which nearly every connection failed, with seconds before and after it in which they did not: the
 * target was restarted, or cut off for a while. null: there is none. A target that never comes back is no restart.
 */
export function findOutage(run: RunSeries, range: Seconds): Seconds | null {
  const requests = new Float64Array(run.length);
  eachPlace(tracksOf(run, "latency", everything), range, (second, track, i) => {
    requests[second] = (requests[second] ?? 0) + track.count(i);
  });
  const refused = new Float64Array(run.length);
  for (const { kind, count, firstAt } of run.errors) {
    const second = Math.floor((firstAt - run.originAt) / 1000);
    if (kind === "connection" && second >= range.from && second < range.to)
      refused[second] = (refused[second] ?? 0) + count;
  }
  let longest: Seconds | null = null;
  let [wasWell, from, lost] = [false, -1, 0];
  for (let second = range.from; second < range.to; second++) {
    const all = requests[second] ?? 0;
    if (all === 0) continue;
    const share = (refused[second] ?? 0) / all;
    if (share >= down && wasWell && from < 0) from = second;
    if (from >= 0) lost += refused[second] ?? 0;
    if (share > well) continue;
    if (from >= 0 && lost >= fewest && (longest === null || second - from > longest.to - longest.from))
      longest = { from, to: second };
    [wasWell, from, lost] = [true, -1, 0];
  }
  return longest;
}
