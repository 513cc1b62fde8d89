import { Histogram } from "../../stats/histogram.ts";
import { BucketPool, Track, type Piece } from "./track.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import {
  measures,
  type CounterName,
  type CounterWindow,
  type ErrorWindow,
  type Measure,
  type SeriesKey,
  type Window,
} from "../../contract/window.ts";

export interface CounterTrack {
  readonly scenario: string;
  readonly endpoint: string;
  readonly name: CounterName;
  readonly seconds: number[];
  readonly values: number[];
}

/** Half-open range of second numbers. */
export interface Seconds {
  readonly from: number;
  readonly to: number;
}

/** A run's windows sorted by series. Second 0 is the whole second of the wall clock in which `originAt` lies. */
export interface RunSeries {
  /** Epoch ms of second 0, a multiple of 1,000. */
  readonly originAt: number;
  /** Epoch ms of the run's start. */
  readonly startedAt: number;
  /** Number of seconds from the first to the last. */
  readonly length: number;
  readonly tracks: readonly Track[];
  /** The same by endpoint: objectives ask for thousands of endpoints one by one. */
  readonly tracksByEndpoint: ReadonlyMap<string, readonly Track[]>;
  readonly counters: readonly CounterTrack[];
  readonly errors: readonly ErrorWindow[];
  /** Largest number of virtual users by second, null where not reported. */
  readonly vus: readonly (number | null)[];
}

/** Which series: null selects every scenario or endpoint; `withoutSetup` leaves out scenario "" (set-up and teardown of our own runs). */
export interface Selection {
  readonly scenario: string | null;
  readonly endpoint: string | null;
  readonly withoutSetup: boolean;
  /** Endpoints of which the series must be, such as those that carry a tag; left out: any. */
  readonly among?: ReadonlySet<string> | undefined;
}

const mostSeconds = 3 * 86_400;

/**
 * Sorts windows by series. Windows may come in any order and in pieces. `distributions`: the measures of which quantiles will be asked; pieces of the others
 * have no buckets. Throws PA_IMPORT_ROW when the windows span more than three days.
 */
export function indexRun(
  windows: readonly Window[],
  startedAt: number,
  distributions: ReadonlySet<Measure> = new Set(measures),
): RunSeries {
  const ordered = windows.every((window, i) => i === 0 || (windows[i - 1]?.at ?? 0) <= window.at)
    ? windows
    : windows.toSorted((a, b) => a.at - b.at);
  const first = ordered[0]?.at ?? startedAt;
  const originAt = Math.min(Math.floor(startedAt / 1000) * 1000, first);
  const last = ordered.at(-1)?.at;
  const length = last === undefined ? 0 : (last - originAt) / 1000 + 1;
  if (length > mostSeconds)
    throw PerfAgentError.of(
      "PA_IMPORT_ROW",
      `the time stamps reach from ${new Date(first).toISOString()} to ${new Date(last ?? first).toISOString()}; one run has at most ${mostSeconds / 86_400} days`,
    );
  const tracks = new Map<string, Track>();
  const trackOfKey = new Map<SeriesKey, Track>();
  const counters = new Map<string, CounterTrack>();
  const counterAt: CounterTrack[] = [];
  const errors: ErrorWindow[] = [];
  const pool = new BucketPool();
  const vus: (number | null)[] = Array.from({ length }, () => null);
  for (const window of ordered) {
    const second = (window.at - originAt) / 1000;
    for (const piece of window.series) {
      // Windows of one stream share their keys.
      let track = trackOfKey.get(piece.key);
      if (track === undefined) {
        track = trackOf(tracks, piece.key, distributions.has(piece.key.measure) ? pool : null);
        trackOfKey.set(piece.key, track);
      }
      track.add(second, piece);
    }
    window.counters.forEach((counter, place) => {
      // Windows mostly have the same counters in the same order.
      const latest = counterAt[place];
      const track = latest !== undefined && isOf(latest, counter) ? latest : counterTrackOf(counters, counter);
      counterAt[place] = track;
      track.seconds.push(second);
      track.values.push(counter.value);
    });
    errors.push(...window.errors);
    if (window.vus !== null) vus[second] = Math.max(vus[second] ?? 0, window.vus);
  }
  const sorted = [...tracks.values()].toSorted(byName);
  return {
    originAt,
    startedAt,
    length,
    tracks: sorted,
    tracksByEndpoint: Map.groupBy(sorted, ({ endpoint }) => endpoint),
    counters: [...counters.values()].toSorted(byName),
    errors,
    vus,
  };
}

function trackOf(tracks: Map<string, Track>, key: SeriesKey, pool: BucketPool | null): Track {
  const { scenario, endpoint, measure } = key;
  const id = `${measure}\n${scenario}\n${endpoint}`;
  const known = tracks.get(id);
  if (known !== undefined) return known;
  const track = new Track(key, pool);
  tracks.set(id, track);
  return track;
}

function isOf(track: CounterTrack, { scenario, endpoint, name }: CounterWindow): boolean {
  return track.name === name && track.endpoint === endpoint && track.scenario === scenario;
}

function counterTrackOf(
  counters: Map<string, CounterTrack>,
  { scenario, endpoint, name }: CounterWindow,
): CounterTrack {
  const id = `${name}\n${scenario}\n${endpoint}`;
  const known = counters.get(id);
  if (known !== undefined) return known;
  const track = { scenario, endpoint, name, seconds: [], values: [] };
  counters.set(id, track);
  return track;
}

function byName(a: { scenario: string; endpoint: string }, b: { scenario: string; endpoint: string }): number {
  return compareText(a.scenario, b.scenario) || compareText(a.endpoint, b.endpoint);
}

/** By code unit, never by locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Milliseconds from the start of the run at which second `second` begins. */
export function msFromStart(run: RunSeries, second: number): number {
  return Math.max(0, run.originAt + second * 1000 - run.startedAt);
}

/** The second boundary nearest to a time from the start, or the last one before it, within the run. */
export function secondAt(run: RunSeries, ms: number, side: "nearest" | "before"): number {
  const second = (run.startedAt + ms - run.originAt) / 1000;
  return Math.min(run.length, Math.max(0, side === "nearest" ? Math.round(second) : Math.floor(second)));
}

export function isSelected(track: { scenario: string; endpoint: string }, selection: Selection): boolean {
  return (
    (selection.scenario === null
      ? !(selection.withoutSetup && track.scenario === "")
      : track.scenario === selection.scenario) &&
    (selection.endpoint === null || track.endpoint === selection.endpoint) &&
    (selection.among === undefined || selection.among.has(track.endpoint))
  );
}

/** The tracks of a measure that a selection takes. */
export function tracksOf(run: RunSeries, measure: Measure, selection: Selection): Track[] {
  const { endpoint } = selection;
  const candidates = endpoint === null ? run.tracks : (run.tracksByEndpoint.get(endpoint) ?? []);
  return candidates.filter((track) => track.measure === measure && isSelected(track, selection));
}

/** Calls back for each piece whose second lies in the range. */
export function eachPiece(
  tracks: readonly Track[],
  range: Seconds,
  visit: (second: number, piece: Piece) => void,
): void {
  eachPlace(tracks, range, (second, track, i) => {
    visit(second, track.piece(i));
  });
}

/** The same without making the piece: for counts and sums. */
export function eachPlace(
  tracks: readonly Track[],
  range: Seconds,
  visit: (second: number, track: Track, i: number) => void,
): void {
  for (const track of tracks) {
    const { seconds } = track;
    for (let i = 0; i < seconds.length; i++) {
      const second = seconds[i] ?? 0;
      if (second >= range.from && second < range.to) visit(second, track, i);
    }
  }
}

/** One histogram over tracks and a range. */
export function mergedHistogram(tracks: readonly Track[], range: Seconds): Histogram {
  const histogram = new Histogram();
  eachPiece(tracks, range, (_, piece) => {
    histogram.addBuckets(piece);
  });
  return histogram;
}

/** Samples of tracks in a range. */
export function countOf(tracks: readonly Track[], range: Seconds): number {
  let count = 0;
  eachPlace(tracks, range, (_, track, i) => {
    count += track.count(i);
  });
  return count;
}

/** Adds a counter up, by second of the range. */
export function counterBySecond(
  run: RunSeries,
  names: readonly CounterName[],
  selection: Selection,
  range: Seconds,
): Float64Array {
  const sums = new Float64Array(Math.max(0, range.to - range.from));
  for (const track of run.counters) {
    if (!names.includes(track.name) || !isSelected(track, selection)) continue;
    track.seconds.forEach((second, i) => {
      const at = second - range.from;
      if (at >= 0 && at < sums.length) sums[at] = (sums[at] ?? 0) + (track.values[i] ?? 0);
    });
  }
  return sums;
}

/** Adds a counter up over the whole run. */
export function counterTotal(run: RunSeries, name: CounterName, selection: Selection): number {
  return counterBySecond(run, [name], selection, { from: 0, to: run.length }).reduce((a, b) => a + b, 0);
}

export const everything: Selection = { scenario: null, endpoint: null, withoutSetup: false };
