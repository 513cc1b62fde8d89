import { liveEventSchema, type LiveEvent } from "../../../src/contract/api/live-event.ts";
import { ApiProblem, unreadable } from "./api-problem.ts";
import { apiPath, send } from "./call-api.ts";
import { createEventStreamParser } from "./event-stream-parser.ts";

/**
 * `connecting`: the first answer is awaited. `open`: events arrive. `waiting`: the connection broke and is tried again at `retryAt`.
 * `over`: the run's last event came. `refused`: the service will not tell this run, and says why.
 */
export type StreamState =
  | { readonly kind: "connecting" | "open" | "over" }
  | { readonly kind: "waiting"; readonly retryAt: number }
  | { readonly kind: "refused"; readonly problem: ApiProblem };

export interface FollowRunOptions {
  readonly runId: string;
  /** What one piece of the answer held, in order: a reader that comes late is told hundreds of seconds in one call. Never empty. */
  readonly onEvents: (events: readonly LiveEvent[]) => void;
  readonly onState: (state: StreamState) => void;
}

/** Longest silence before a connection counts as broken; the service says at least every 15 s that it is still there. */
export const longestSilenceMs = 40_000;
const firstDelayMs = 500;
const longestDelayMs = 15_000;

/** How long to wait before the `attempt`th try in a row (0 the first): doubled each time, half of it by chance so that viewers spread. */
export function delayBefore(attempt: number, chance: number): number {
  let delay = firstDelayMs;
  for (let index = 0; index < attempt && delay < longestDelayMs; index++) delay *= 2;
  return Math.min(delay, longestDelayMs) * (0.5 + chance / 2);
}

/**
 * Reads the events of a run until it is over, over any number of connections: each begins after the last event that arrived. Returns what
 * ends it. Event source objects of browsers cannot send a token, hence this.
 */
export function followRun({ runId, onEvents, onState }: FollowRunOptions): () => void {
  const ended = new AbortController();
  void keepFollowing(runId, ended.signal, onEvents, onState);
  return () => ended.abort();
}

async function keepFollowing(
  runId: string,
  ended: AbortSignal,
  onEvents: FollowRunOptions["onEvents"],
  onState: FollowRunOptions["onState"],
): Promise<void> {
  let lastEventId = "";
  let failures = 0;
  onState({ kind: "connecting" });
  while (!ended.aborted) {
    try {
      const isOver = await readOnce(runId, lastEventId, ended, {
        opened: () => {
          onState({ kind: "open" });
        },
        told: (events, id) => {
          failures = 0;
          lastEventId = id;
          onEvents(events);
        },
      });
      if (isOver) {
        onState({ kind: "over" });
        return;
      }
      // Ended in good order, as no connection is kept for ever: the next one follows at once, and nobody has to know.
      await pause(firstDelayMs, ended);
      continue;
    } catch (error) {
      if (ended.aborted) return;
      if (error instanceof ApiProblem && isFinal(error)) {
        onState({ kind: "refused", problem: error });
        return;
      }
    }
    const delay = delayBefore(failures, Math.random());
    failures += 1;
    onState({ kind: "waiting", retryAt: Date.now() + delay });
    await pause(delay, ended);
  }
}

interface Listening {
  opened(): void;
  told(events: readonly LiveEvent[], lastEventId: string): void;
}

/** One connection. True: the run is over. False: it ended in good order before. Throws where it broke. */
async function readOnce(
  runId: string,
  lastEventId: string,
  ended: AbortSignal,
  listening: Listening,
): Promise<boolean> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), longestSilenceMs);
  try {
    const response = await send(
      {
        path: apiPath`/runs/${runId}/events`,
        headers: lastEventId === "" ? {} : { "last-event-id": lastEventId },
        signal: AbortSignal.any([ended, silence.signal]),
      },
      "text/event-stream",
    );
    if (response.body === null) throw unreadable(response.status);
    listening.opened();
    const parser = createEventStreamParser();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const piece = await reader.read();
      if (piece.done) return false;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), longestSilenceMs);
      const events = parser.push(piece.value);
      const last = events.at(-1);
      if (last === undefined) continue;
      const told = events.map(({ data }) => readEvent(data, response.status));
      listening.told(told, last.id);
      if (told.some(({ event }) => event === "done")) {
        await reader.cancel();
        return true;
      }
    }
  } finally {
    clearTimeout(timer);
  }
}

function readEvent(data: string, status: number): LiveEvent {
  const event: unknown = JSON.parse(data);
  if (isWindow(event)) return event;
  const parsed = liveEventSchema.safeParse(event);
  if (!parsed.success) throw unreadable(status);
  return parsed.data;
}

/**
 * Whether it is a second of load. Its surface alone is looked at: whoever comes late is told thousands of them at once, each with hundreds
 * of rows, and they come from the service that the page itself came from.
 */
function isWindow(value: unknown): value is Extract<LiveEvent, { event: "window" }> {
  if (typeof value !== "object" || value === null || !("event" in value) || value.event !== "window") return false;
  if (!("second" in value && "all" in value && "phases" in value && "rows" in value && "added" in value)) return false;
  const { second, all, phases, rows, added } = value;
  return typeof second === "number" && [all, phases, rows, added].every((each) => Array.isArray(each));
}

/** What another try does not change: the run is not known, or it may not be seen, or the page is of another version. */
function isFinal({ status, code }: ApiProblem): boolean {
  return code === "unreadable" || (status >= 400 && status < 500 && status !== 408 && status !== 429);
}

/** Until the time is up, all is over, or the browser says that there is a network again. */
async function pause(ms: number, ended: AbortSignal): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const timer = setTimeout(() => waiting.abort(), ms);
  ended.addEventListener("abort", () => waiting.abort(), { signal });
  window.addEventListener("online", () => waiting.abort(), { signal });
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  clearTimeout(timer);
}
