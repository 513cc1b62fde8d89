import type { Served } from "./served.ts";
import { eventReader, type HeardEvent } from "./event-reader.ts";

/** Somebody who watches a run. */
export interface Listener {
  readonly heard: HeardEvent[];
  /** Resolves when the stream has ended, however. */
  readonly over: Promise<void>;
}

/** Asks the service with JSON. Throws where it refuses. */
export async function ask<T>(service: Served, method: string, path: string, body?: unknown): Promise<T> {
  const response = await service.api(path, {
    method,
    headers: { "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${answer}`);
  return JSON.parse(answer) as T;
}

/** Listens to the events of a run, from what `lastId` names on. */
export function listen(service: Served, runId: string, lastId?: string): Listener {
  const { heard, take } = eventReader();
  const reading = async (): Promise<void> => {
    const headers: Record<string, string> = lastId === undefined ? {} : { "last-event-id": lastId };
    const { body } = await service.api(`/runs/${runId}/events`, { headers });
    if (body === null) return;
    const decoder = new TextDecoder();
    for await (const bytes of body) take(decoder.decode(bytes, { stream: true }));
  };
  // A service that is killed breaks its streams off.
  return { heard, over: reading().catch(() => undefined) };
}

/** The seconds that were told, in order. */
export function secondsOf({ heard }: Listener): number[] {
  return heard.flatMap(({ event }) => (event.event === "window" ? [event.second] : []));
}
