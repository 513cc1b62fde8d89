import type { LiveEvent } from "../../../../src/contract/api/live-event.ts";
import { EndpointRings } from "./endpoint-rings.ts";
import { SecondColumns } from "./second-columns.ts";

export type StartEvent = Extract<LiveEvent, { event: "start" }>;
export type StateEvent = Extract<LiveEvent, { event: "state" }>;
export type ObjectiveEvent = Extract<LiveEvent, { event: "objective" }>;
export type GuardEvent = Extract<LiveEvent, { event: "guard" }>;
export type DoneEvent = Extract<LiveEvent, { event: "done" }>;

/** Lines of the engine's log that are kept, newest last. */
const mostLogLines = 2_000;
const mostGuardEvents = 1_000;

const parts = ["start", "state", "seconds", "objectives", "guard", "log"] as const;
export type LivePart = (typeof parts)[number];
/** How often each part changed: whoever draws a part looks whether its number moved. */
export type Changes = Readonly<Record<LivePart, number>>;

/**
 * All that the page knows of a run from its stream. Events are put in place, not copied: one of the largest comes once a second for hours.
 * The same event twice leaves it as it was, as after a broken connection some are told again.
 */
export class LiveRun {
  start: StartEvent | null = null;
  state: StateEvent | null = null;
  done: DoneEvent | null = null;
  readonly seconds = new SecondColumns();
  readonly endpoints = new EndpointRings();
  readonly objectives = new Map<string, ObjectiveEvent>();
  readonly guard: GuardEvent[] = [];
  readonly log: string[] = [];
  /** Lines that were left out at the beginning of `log`. */
  logDropped = 0;
  readonly #changes: Record<LivePart, number> = { start: 0, state: 0, seconds: 0, objectives: 0, guard: 0, log: 0 };

  get changes(): Changes {
    return this.#changes;
  }

  apply(event: LiveEvent): void {
    switch (event.event) {
      case "start":
        this.#begin(event);
        return;
      case "state":
        this.state = event;
        this.#changes.state += 1;
        return;
      case "window":
        for (const { index, scenario, endpoint } of event.added) this.endpoints.name(index, { scenario, endpoint });
        if (!this.seconds.set(event)) return;
        this.endpoints.set(event.second, event.rows);
        this.#changes.seconds += 1;
        return;
      case "objective":
        this.objectives.set(event.name, event);
        this.#changes.objectives += 1;
        return;
      case "guard":
        if (this.guard.length < mostGuardEvents) this.guard.push(event);
        this.#changes.guard += 1;
        return;
      case "log":
        this.log.push(event.line);
        // In blocks, as moving the whole list for every line is slow.
        if (this.log.length >= mostLogLines * 2) this.logDropped += this.log.splice(0, mostLogLines).length;
        this.#changes.log += 1;
        return;
      case "done":
        this.done = event;
        this.#changes.state += 1;
    }
  }

  /** Whoever listens forgets what it had. */
  #begin(event: StartEvent): void {
    this.start = event;
    this.state = null;
    this.done = null;
    this.seconds.clear();
    this.endpoints.clear();
    event.endpoints.forEach((name, index) => this.endpoints.name(index, name));
    this.objectives.clear();
    this.guard.length = 0;
    this.log.length = 0;
    this.logDropped = 0;
    for (const part of parts) this.#changes[part] += 1;
  }
}
