import type { LiveCursor, LiveEvent } from "../../contract/api/live-event.ts";

/** What an entry was read from; null: it says how things are at a moment, and only the latest of its kind is of use. */
type ToldFrom = "windows" | "events" | "log" | null;

interface Told {
  readonly from: ToldFrom;
  /** Place in its file up to which it tells: bytes of windows and log, lines of events. */
  readonly position: number;
  /** An event as it goes over the wire, without its id; "": a later entry says it better. */
  text: string;
}

/** An event as `text/event-stream` (HTML standard, section 9.2.5), without its id. */
export function wireText(event: LiveEvent): string {
  return `event: ${event.event}\ndata: ${JSON.stringify(event)}\n\n`;
}

/** Everything that was told of one attempt of a run since `start`, in order, one text for all who listen. It only grows. */
export class ToldLog {
  readonly attempt: number;
  readonly start: string;
  /** `start` names the moment of second 0. */
  readonly begun: boolean;
  readonly #entries: Told[] = [];
  readonly #latest = new Map<string, Told>();

  constructor({
    attempt,
    start,
  }: {
    readonly attempt: number;
    readonly start: Extract<LiveEvent, { event: "start" }>;
  }) {
    this.attempt = attempt;
    this.start = wireText(start);
    this.begun = start.startedAt !== null;
  }

  get length(): number {
    return this.#entries.length;
  }

  at(index: number): Told | undefined {
    return this.#entries[index];
  }

  addSecond(event: Extract<LiveEvent, { event: "window" }>, position: number): void {
    this.#replace(`second ${event.second}`, { from: "windows", position, text: wireText(event) });
  }

  addLine(from: "events" | "log", event: LiveEvent, position: number): void {
    this.#entries.push({ from, position, text: wireText(event) });
  }

  /** `subject`: what it is about; an earlier moment of the same subject is of no use any more. */
  addMoment(subject: string, event: LiveEvent): void {
    this.#replace(subject, { from: null, position: 0, text: wireText(event) });
  }

  /** The same where it says anything new. */
  addMomentOnce(subject: string, event: LiveEvent): void {
    if (this.#latest.get(subject)?.text !== wireText(event)) this.addMoment(subject, event);
  }

  /** Takes over what holds for all attempts of a run: its events and the engine's log. */
  continue(before: ToldLog): void {
    this.#entries.push(...before.#entries.filter(({ from }) => from === "events" || from === "log"));
  }

  /** Can somebody go on who was told up to there? */
  knows(cursor: LiveCursor): boolean {
    return this.attempt > 0 && cursor.attempt === this.attempt && (cursor.windowBytes > 0 || !this.begun);
  }

  #replace(subject: string, told: Told): void {
    const before = this.#latest.get(subject);
    if (before !== undefined) before.text = "";
    this.#latest.set(subject, told);
    this.#entries.push(told);
  }
}

/** Is an entry news to somebody who was told up to the cursor? Moments are not asked about. */
export function isNews({ from, position }: Told, cursor: LiveCursor): boolean {
  if (from === "windows") return position > cursor.windowBytes;
  if (from === "events") return position > cursor.events;
  return from === "log" && position > cursor.logBytes;
}

/** The cursor of somebody who was told an entry besides what they knew. */
export function advanced(cursor: LiveCursor, { from, position }: Told): LiveCursor {
  if (from === "windows") return { ...cursor, windowBytes: Math.max(cursor.windowBytes, position) };
  if (from === "events") return { ...cursor, events: Math.max(cursor.events, position) };
  return from === "log" ? { ...cursor, logBytes: Math.max(cursor.logBytes, position) } : cursor;
}
