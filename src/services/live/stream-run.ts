import { formatCursor, parseCursor, type LiveCursor } from "../../contract/api/live-event.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Clock } from "../../ports/system.ts";
import { knownRun } from "../runs/known-run.ts";
import type { Service } from "../service.ts";
import { readLiveInputs } from "./live-inputs.ts";
import { liveStateOf } from "./live-state-of.ts";
import type { RunTail } from "./run-tail.ts";
import { advanced, isNews, type ToldLog } from "./told-log.ts";

/** Keeps proxies from closing a silent connection. */
const heartbeatMs = 15_000;
const heartbeat = ": still there\n\n";
/** Characters that are handed over at once. */
const longestPiece = 128 * 1024;
const nothingTold = { windowBytes: 0, events: 0, logBytes: 0 };

/**
 * The events of a run as pieces of `text/event-stream`, from what `lastEventId` names on, to `done`. Pieces are made when they are asked
 * for: a listener who does not read holds nothing up and keeps nothing. The listener is there until `signal` fires, which it must. Throws
 * PA_RUN_NOT_FOUND and PA_STREAMS_FULL before the first piece.
 */
export async function streamRun(
  service: Service,
  { runId, lastEventId }: { readonly runId: string; readonly lastEventId: string | undefined },
  signal: AbortSignal,
): Promise<AsyncGenerator<string, void, void>> {
  await knownRun(service, runId);
  const { live, settings, clock } = service;
  if (live.viewers() >= settings.limits.viewers)
    throw PerfAgentError.of("PA_STREAMS_FULL", `${live.viewers()} streams of events are open, which is the most`);
  const tail = live.tail(runId, {
    state: () => liveStateOf(service, runId),
    open: async () => {
      const { stored } = await knownRun(service, runId);
      const folder = await service.folders.open(stored.directory).catch(() => null);
      return folder === null ? null : readLiveInputs(folder);
    },
  });
  const leave = live.watch();
  tail.join();
  const gone = (): void => {
    tail.leave();
    leave();
  };
  if (signal.aborted) gone();
  else signal.addEventListener("abort", gone, { once: true });
  return piecesOf(tail, parseCursor(lastEventId), clock, AbortSignal.any([signal, live.closing]));
}

/** What a tail tells somebody who was told up to `cursor`; null: nothing yet. */
export async function* piecesOf(
  tail: RunTail,
  cursor: LiveCursor | null,
  clock: Clock,
  signal: AbortSignal,
): AsyncGenerator<string, void, void> {
  let log: ToldLog | null = null;
  let place: LiveCursor | null = cursor;
  let next = 0;
  let joinedAt = 0;
  while (!signal.aborted) {
    const seen = tail.told.count;
    tail.assertReads();
    if (tail.log !== log && tail.log !== null) {
      log = tail.log;
      next = 0;
      joinedAt = log.length;
      const goesOn = place !== null && log.knows(place);
      const from: LiveCursor = place !== null && goesOn ? place : { ...nothingTold, attempt: log.attempt };
      place = from;
      yield withId(from, `${goesOn ? "" : log.start}${tail.stateText()}${tail.objectiveTexts()}`);
      continue;
    }
    const { done } = tail;
    let piece = "";
    while (next < (log?.length ?? 0) && piece.length < longestPiece) {
      const told = log?.at(next);
      next += 1;
      if (told === undefined || place === null || told.text === "") continue;
      // What was true at a moment before one came is not told: how things are was told instead.
      const isDue = told.from === null ? next > joinedAt : isNews(told, place);
      if (!isDue) continue;
      place = advanced(place, told);
      piece += withId(place, told.text);
    }
    if (piece !== "") yield piece;
    else if (done !== null && log === tail.log) {
      yield place === null ? done : withId(place, done);
      return;
    } else if (!(await tail.told.after(seen, clock, heartbeatMs, signal)) && !signal.aborted) yield heartbeat;
  }
}

/** Several events may share an id: it names the place up to which somebody was told who got all of them. */
function withId(place: LiveCursor, events: string): string {
  return `id: ${formatCursor(place)}\n${events}`;
}
