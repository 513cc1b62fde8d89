import { Histogram } from "../../stats/histogram.ts";
import { median } from "../../stats/quantile-type7.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { RunRecord } from "../../contract/run.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import { eachPiece, msFromStart, secondAt, tracksOf, type RunSeries, type Seconds } from "./run-series.ts";

/** The part of a run that objectives are judged over. */
export interface JudgedPart {
  /** null: no second of the run lies in it. */
  readonly seconds: Seconds | null;
  /** The same in milliseconds from the start. */
  readonly span: { fromMs: number; toMs: number } | null;
  /** Warm-up that was cut, ms. */
  readonly warmUpMs: number;
  /** The latency never came near its level of the second half: nothing was cut. */
  readonly unsteady: boolean;
  /** The scenarios never hold together: all of the load is judged. */
  readonly wholeLoad: boolean;
}

const steadyProfiles: readonly string[] = ["smoke", "load", "soak"];

/**
 * The part in which all scenarios hold, less detected warm-up; of imported runs all. Boundaries go to the nearest whole second of the
 * wall clock, as windows are whole seconds; where the judged part begins with the load or ends with the run, to the outer one, so that
 * a run of less than a second is judged too. `wholeMs`: from the first request's start to the last one's end. A run that ended early is judged up to its last full second, one that was stopped up to where stopping began.
 */
export function judgedPart(
  run: RunSeries,
  record: RunRecord,
  plan: TestPlan | null,
  preview: LoadPreview | null,
  wholeMs: number | null,
): JudgedPart {
  const whole = { seconds: { from: 0, to: run.length }, warmUpMs: 0, unsteady: false, wholeLoad: false };
  if (run.length === 0) return { ...whole, seconds: null, span: null };
  if (record.imported || preview === null)
    return { ...whole, span: { fromMs: 0, toMs: wholeMs ?? msFromStart(run, run.length) } };
  const loadBeginsMs = Math.min(...preview.scenarios.map(({ startMs }) => startMs));
  const nominal = preview.judged ?? { fromMs: loadBeginsMs, toMs: preview.durationMs };
  const wholeLoad = preview.judged === null;
  const cutShort = record.state !== "finished" || record.stoppedBy !== null;
  // Once a run is being stopped its load falls. Of one that was stopped at once its only second is all there is.
  const stopMs = record.stoppedAt === null ? Infinity : record.stoppedAt - record.startedAt;
  const cutMs = Math.max(msFromStart(run, 1), Math.min(msFromStart(run, run.length - 1), stopMs));
  const lastMs = cutShort ? cutMs : msFromStart(run, run.length);
  const endedAsPlanned = !cutShort && nominal.toMs - lastMs < 2000;
  const toMs = endedAsPlanned ? nominal.toMs : Math.min(nominal.toMs, Math.max(lastMs, nominal.fromMs));
  const seconds = {
    from: secondAt(run, nominal.fromMs, nominal.fromMs <= loadBeginsMs ? "before" : "nearest"),
    to: toMs >= msFromStart(run, run.length) ? run.length : secondAt(run, toMs, "nearest"),
  };
  if (seconds.to <= seconds.from) return { ...whole, seconds: null, span: null, wholeLoad };
  const steady = !wholeLoad && (plan?.scenarios ?? []).every(({ load }) => steadyProfiles.includes(load.profile));
  const warmUp = steady ? detectWarmUp(run, seconds) : 0;
  const cut = warmUp ?? 0;
  return {
    seconds: { from: seconds.from + cut, to: seconds.to },
    span: { fromMs: nominal.fromMs + cut * 1000, toMs },
    warmUpMs: cut * 1000,
    unsteady: warmUp === null,
    wholeLoad,
  };
}

/**
 * Seconds of warm-up: leading bins of max(1 s, min(10 s, T/30)) are dropped while the median of the next 6 bins' medians is outside
 * ±10 % (and more than 1 ms) of the median of the second half. null when more than 30 % would go: not steady.
 */
function detectWarmUp(run: RunSeries, { from, to }: Seconds): number | null {
  const ahead = 6;
  const width = Math.max(1, Math.floor(Math.min(10, (to - from) / 30)));
  const histograms = Array.from({ length: Math.floor((to - from) / width) }, () => new Histogram());
  const tracks = tracksOf(run, "latency", { scenario: null, endpoint: null, withoutSetup: true });
  eachPiece(tracks, { from, to }, (second, piece) => {
    histograms[Math.floor((second - from) / width)]?.addBuckets(piece);
  });
  const bins = histograms.map((histogram) => histogram.quantile(0.5) ?? NaN);
  if (bins.length < 2 * ahead) return 0;
  const level = median(bins.slice(Math.floor(bins.length / 2)).filter((value) => !Number.isNaN(value)));
  for (let dropped = 0; dropped <= 0.3 * bins.length; dropped++) {
    const near = median(bins.slice(dropped, dropped + ahead).filter((value) => !Number.isNaN(value)));
    const distance = Math.abs(near - level);
    if (!(distance > 0.1 * level && distance > 1)) return dropped * width;
  }
  return null;
}
