import type { LiveEvent } from "../../../../src/contract/api/live-event.ts";
import { LiveRun, type LivePart } from "./live-run.ts";

/** Calls `draw` when the page may be drawn next. */
export type Schedule = (draw: () => void) => void;

/**
 * A live run that views subscribe to. Events are taken in as they come; views are told once a frame at most, however many came, as a
 * connection that is made again brings thousands at once.
 */
export class LiveStore {
  readonly run = new LiveRun();
  readonly #schedule: Schedule;
  readonly #listeners = new Set<() => void>();
  #isScheduled = false;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  push(events: readonly LiveEvent[]): void {
    for (const event of events) this.run.apply(event);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#schedule(() => {
      this.#isScheduled = false;
      for (const listener of this.#listeners) listener();
    });
  }

  /** Returns how to stop listening. As `useSyncExternalStore` wants it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  };

  /** A number that differs whenever one of these parts changed. */
  version(parts: readonly LivePart[]): number {
    return parts.reduce((sum, part) => sum + this.run.changes[part], 0);
  }
}

/** With the next frame; a page that is not seen has no frames, and is drawn once a second so that it is right when somebody looks again. */
export const withNextFrame: Schedule = (draw) => {
  if (document.visibilityState === "hidden") setTimeout(draw, 1000);
  else requestAnimationFrame(draw);
};
