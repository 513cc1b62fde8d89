import type { ServerResponse } from "node:http";
import type { Clock } from "../../ports/system.ts";

/** Who reads nothing for so long is cut off, and comes back with the id of the last event that arrived. */
const patienceMs = 15_000;
/** Even a stream that is read ends after this: whoever comes back is asked for a token that still counts. */
const longestMs = 15 * 60_000;

/**
 * Writes pieces of `text/event-stream` until they end, the reader goes, or `until` (epoch ms; null: no such moment) has come. `reader` is
 * aborted then, so that who makes the pieces hears of it. Never rejects: `onProblem` is told what made the pieces fail.
 */
export async function sendEvents(
  response: ServerResponse,
  pieces: AsyncIterable<string>,
  options: {
    readonly headers: Readonly<Record<string, number | string | string[] | undefined>>;
    readonly reader: AbortController;
    readonly clock: Clock;
    readonly until: number | null;
    readonly onProblem: (error: unknown) => void;
  },
): Promise<void> {
  const { headers, reader, clock, until, onProblem } = options;
  const gone = (): void => reader.abort();
  response.on("close", gone);
  response.on("error", gone);
  if (response.destroyed) gone();
  const leftMs = Math.max(0, Math.min(longestMs, until === null ? longestMs : until - clock.now()));
  void clock.sleep(leftMs, reader.signal).then(gone);
  try {
    if (reader.signal.aborted) return;
    for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      // Proxies that gather answers would hold events back.
      "x-accel-buffering": "no",
    });
    response.flushHeaders();
    for await (const piece of pieces) {
      if (response.write(piece)) continue;
      if (await drained(response, clock, reader.signal)) continue;
      response.destroy();
      return;
    }
    response.end();
  } catch (error) {
    onProblem(error);
    response.destroy();
  } finally {
    reader.abort();
  }
}

/** False where the reader took nothing in time, or is gone. */
async function drained(response: ServerResponse, clock: Clock, gone: AbortSignal): Promise<boolean> {
  const waiting = new AbortController();
  let isDrained = false;
  const onDrain = (): void => {
    isDrained = true;
    waiting.abort();
  };
  const onGone = (): void => waiting.abort();
  response.once("drain", onDrain);
  gone.addEventListener("abort", onGone, { once: true });
  try {
    if (!gone.aborted) await clock.sleep(patienceMs, waiting.signal);
  } finally {
    response.off("drain", onDrain);
    gone.removeEventListener("abort", onGone);
  }
  return isDrained;
}
