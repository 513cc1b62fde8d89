import type { LiveEvent } from "../../contract/api/live-event.ts";
import type { Window } from "../../contract/window.ts";
import { LiveEndpoints, type LiveEndpoint } from "./live-endpoints.ts";
import { FigureSum, inHundredths, livePhases, phasePlace } from "./live-figures.ts";

type WindowEvent = Extract<LiveEvent, { event: "window" }>;

/** Later pieces of a second than this are left to the report. Engines write nearly in order, so there are hardly any. */
export const heldSeconds = 64;

interface LiveFramesInput {
  /** Endpoints by index, as the page is told of them before the first second. */
  readonly endpoints: readonly LiveEndpoint[];
  /** Scenario "" is set-up and teardown, which are no load; in results from elsewhere it is all there is. */
  readonly withoutSetup: boolean;
  /** Money spent so many ms after second 0. */
  readonly spentAt: (elapsedMs: number) => number;
}

export interface ToldSecond {
  readonly event: WindowEvent;
  /** Where the last frame that is in it ends in the file. */
  readonly position: number;
}

export interface LiveFrames {
  /** Epoch ms of second 0; null: no load yet. */
  readonly originAt: number | null;
  /**
   * Takes the next window of the file; `position`: where its frame ends there. Returns the second it belongs to; null: it is told of no
   * second, as it is from before the load, or too late.
   */
  push(window: Window, position: number): number | null;
  /** Each second that got something since the last call, with all its pieces, by ascending position. */
  take(): ToldSecond[];
}

/** Turns the windows of one attempt, in the order of their file, into what the page is told of each second. */
export function createLiveFrames({ endpoints, withoutSetup, spentAt }: LiveFramesInput): LiveFrames {
  const numbers = new LiveEndpoints(endpoints);
  const pieces = new Map<number, Window[]>();
  /** In the order in which they were touched last. */
  const touched = new Map<number, number>();
  let originAt: number | null = null;
  let newest = 0;
  const isLoad = ({ scenario }: { readonly scenario: string }): boolean => !withoutSetup || scenario !== "";

  const eventOf = (second: number): WindowEvent => {
    const all = new FigureSum();
    const rows = new Map<number, FigureSum>();
    const phases = livePhases.map(() => 0);
    let vus: number | null = null;
    let [dropped, iterations] = [0, 0];
    for (const window of pieces.get(second) ?? []) {
      if (window.vus !== null) vus = Math.max(vus ?? 0, window.vus);
      for (const piece of window.series) {
        const { key } = piece;
        if (!isLoad(key)) continue;
        const phase = phasePlace(key.measure);
        if (phase !== undefined) phases[phase] = (phases[phase] ?? 0) + piece.sum;
        if (key.measure !== "latency" && key.measure !== "failed-latency") continue;
        const row = rowOf(rows, numbers.indexOf(key));
        for (const sum of row === null ? [all] : [all, row]) {
          if (key.measure === "latency") sum.addLatency(piece);
          else sum.addFailed(piece.count);
        }
      }
      for (const counter of window.counters) {
        if (!isLoad(counter)) continue;
        if (counter.name === "dropped") dropped += counter.value;
        if (counter.name === "iterations") iterations += counter.value;
      }
    }
    const meanOf = (phase: number): number => inHundredths((phases[phase] ?? 0) / Math.max(1, all.requests)) ?? 0;
    return {
      event: "window",
      second,
      vus,
      all: all.figures(),
      phases: [meanOf(0), meanOf(1), meanOf(2), meanOf(3), meanOf(4), meanOf(5)],
      dropped,
      iterations,
      rows: [...rows].toSorted(([one], [other]) => one - other).map(([index, row]) => [index, row.figures()]),
      added: numbers.added
        .filter((each) => each.second === second)
        .map(({ index, scenario, endpoint }) => ({ index, scenario, endpoint })),
      spent: Math.round(spentAt((second + 1) * 1000) * 10_000) / 10_000,
    };
  };

  return {
    get originAt() {
      return originAt;
    },
    push(window, position) {
      if (originAt === null && (window.series.some(({ key }) => isLoad(key)) || window.counters.some(isLoad)))
        originAt = window.at;
      if (originAt === null) return null;
      // A straggler from before the first second with load counts there.
      const second = Math.max(0, Math.round((window.at - originAt) / 1000));
      if (second <= newest - heldSeconds) return null;
      newest = Math.max(newest, second);
      numbers.meet(
        window.series.filter(({ key }) => isLoad(key)),
        second,
      );
      const same = pieces.get(second);
      if (same === undefined) pieces.set(second, [window]);
      else same.push(window);
      touched.delete(second);
      touched.set(second, position);
      return second;
    },
    take() {
      const told = [...touched].map(([second, position]) => ({ event: eventOf(second), position }));
      touched.clear();
      for (const second of pieces.keys()) if (second <= newest - heldSeconds) pieces.delete(second);
      return told;
    },
  };
}

function rowOf(rows: Map<number, FigureSum>, index: number | undefined): FigureSum | null {
  if (index === undefined) return null;
  const known = rows.get(index) ?? new FigureSum();
  rows.set(index, known);
  return known;
}
