import { z } from "zod";
import { verdictNames } from "../verdict-name.ts";
import { serviceRunStates } from "./runs.ts";

/**
 * What `GET /runs/{runId}/events` streams (text/event-stream). Every event has an id that stands for the place up to which the run folder
 * was told; a client that comes back with it as `Last-Event-ID` gets what follows, from any process that sees the folder, after any restart.
 *
 * id = `<attempt>.<bytes of windows.bin told>.<lines of events.jsonl told>.<bytes of engine.log told>`
 */
export interface LiveCursor {
  /** 0: no attempt has begun. */
  readonly attempt: number;
  readonly windowBytes: number;
  readonly events: number;
  readonly logBytes: number;
}

export function formatCursor({ attempt, windowBytes, events, logBytes }: LiveCursor): string {
  return `${attempt}.${windowBytes}.${events}.${logBytes}`;
}

/** null: it is none of ours; the stream then begins anew with `start`. */
export function parseCursor(text: string | undefined): LiveCursor | null {
  const [, attempt, windowBytes, events, logBytes] =
    /^(\d{1,6})\.(\d{1,15})\.(\d{1,9})\.(\d{1,15})$/u.exec(text ?? "") ?? [];
  if (attempt === undefined || windowBytes === undefined || events === undefined || logBytes === undefined) return null;
  return {
    attempt: Number(attempt),
    windowBytes: Number(windowBytes),
    events: Number(events),
    logBytes: Number(logBytes),
  };
}

/** One row of figures: requests, failed, p50, p90, p95, p99 and mean latency in ms; nulls where nothing was sampled. */
const figuresSchema = z.tuple([
  z.number(),
  z.number(),
  z.number().nullable(),
  z.number().nullable(),
  z.number().nullable(),
  z.number().nullable(),
  z.number().nullable(),
]);
export type LiveFigures = z.infer<typeof figuresSchema>;

/** Mean milliseconds of blocked, connecting, tls, sending, waiting, receiving over all requests of the second. */
const phasesSchema = z.tuple([z.number(), z.number(), z.number(), z.number(), z.number(), z.number()]);

export const liveEventSchema = z.discriminatedUnion("event", [
  /**
   * First of a stream that begins anew: whoever listens forgets what it had. It comes again when the load begins and with each new attempt,
   * and whenever the run can only be told from its beginning.
   */
  z.strictObject({
    event: z.literal("start"),
    runId: z.string(),
    plan: z.string(),
    service: z.string(),
    environment: z.string(),
    state: z.enum(serviceRunStates),
    /** Epoch ms of second 0, the first with load; null: the load has not begun. */
    startedAt: z.number().nullable(),
    plannedMs: z.number(),
    /** From second 0; null: nothing will be judged. */
    judged: z.strictObject({ fromMs: z.number(), toMs: z.number() }).nullable(),
    peakVus: z.number(),
    costLimit: z.number().nullable(),
    currency: z.string(),
    /** Names that `window` counts by: index of `rows`. */
    endpoints: z.array(z.strictObject({ scenario: z.string(), endpoint: z.string() })),
    objectives: z.array(
      z.strictObject({ name: z.string(), limit: z.number(), unit: z.string(), severity: z.enum(["fail", "warn"]) }),
    ),
  }),
  z.strictObject({
    event: z.literal("state"),
    state: z.enum(serviceRunStates),
    text: z.string(),
    at: z.number(),
    /** Runs before it in the queue of its environment. */
    ahead: z.number().nullable(),
  }),
  /** One second of the load, set-up and teardown left out. A second that is told again (late samples) replaces the earlier one. */
  z.strictObject({
    event: z.literal("window"),
    second: z.number(),
    vus: z.number().nullable(),
    all: figuresSchema,
    phases: phasesSchema,
    dropped: z.number(),
    iterations: z.number(),
    /** `[index of the endpoint, figures]`; endpoints without requests in this second are left out. */
    rows: z.array(z.tuple([z.number(), figuresSchema])),
    /** Endpoints that were not in `start` and appear in this second for the first time. They are named again where it is told again. */
    added: z.array(z.strictObject({ index: z.number(), scenario: z.string(), endpoint: z.string() })),
    /** In the policy's currency, from second 0 to the end of this one. */
    spent: z.number(),
  }),
  /** State of every objective over the judged part so far, when it changed. */
  z.strictObject({
    event: z.literal("objective"),
    name: z.string(),
    observed: z.number().nullable(),
    /** Distance to the limit as a share of it; negative: beyond it. */
    slack: z.number().nullable(),
    /** Seconds until the trend of the last minute crosses the limit; null: it does not within the run. */
    breachInS: z.number().nullable(),
  }),
  /** Guard, alert, attempt and stop events of the run. */
  z.strictObject({
    event: z.literal("guard"),
    kind: z.string(),
    level: z.enum(["info", "warn", "alert"]),
    text: z.string(),
    at: z.number(),
  }),
  z.strictObject({ event: z.literal("log"), line: z.string() }),
  /** Last of the stream. */
  z.strictObject({
    event: z.literal("done"),
    state: z.enum(serviceRunStates),
    verdict: z.enum(verdictNames).nullable(),
  }),
]);
export type LiveEvent = z.infer<typeof liveEventSchema>;
