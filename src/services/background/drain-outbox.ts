import type { LeasedMessage, Outbox, Sink, Sinks } from "../../ports/outbox.ts";
import type { Clock } from "../../ports/system.ts";
import { attemptDelivery } from "./attempt-delivery.ts";
import { nextAttempt } from "./retry-schedule.ts";

/** Longer than a delivery may take, so that a message is not given to a second process while the first still tries. */
const leaseMs = 30_000;
const deliveryMs = 20_000;
/** How often new messages and times that have come are looked for while a delivery is under way. */
const lookEveryMs = 250;

export interface Draining {
  readonly outbox: Outbox;
  readonly sinks: Sinks;
  readonly clock: Clock;
}

export interface FailedMessage {
  readonly id: string;
  readonly sink: string;
  readonly why: string;
  readonly givenUp: boolean;
}

export interface Drained {
  readonly delivered: number;
  /** One for each delivery that failed. */
  readonly failed: readonly FailedMessage[];
}

/**
 * Delivers what is due, one message a sink at a time, and resolves when nothing is due any more; what failed has its next time then.
 * Sinks do not wait for each other. At `until` (epoch ms) or when `signal` fires, deliveries under way are cut off and kept.
 * Messages of sinks that nobody knows here wait for a command that does.
 * Rejects with the outbox's error, after everything under way came to its end.
 */
export async function drainOutbox(
  draining: Draining,
  limits: { readonly until?: number; readonly signal?: AbortSignal } = {},
): Promise<Drained> {
  const { outbox, sinks, clock } = draining;
  const done = new AbortController();
  const ended = endOf(limits, clock, done.signal);
  const drained = { delivered: 0, failed: [] as FailedMessage[] };
  const underWay = new Set<Promise<void>>();
  const problems: unknown[] = [];

  const start = (message: LeasedMessage, sink: Sink): void => {
    const work = deliver(draining, sink, message, ended)
      .then((failed) => {
        if (failed === null) drained.delivered += 1;
        else drained.failed.push(failed);
      })
      .catch((error: unknown) => void problems.push(error))
      .finally(() => underWay.delete(work));
    underWay.add(work);
  };

  try {
    while (!ended.aborted && problems.length === 0) {
      const leased = await outbox.lease({ now: clock.now(), leaseMs, wanted: (name) => sinks(name) !== null });
      for (const message of leased) {
        const sink = sinks(message.sink);
        if (sink !== null) start(message, sink);
      }
      if (underWay.size === 0) break;
      await firstOf(underWay, clock);
    }
  } finally {
    await Promise.all(underWay);
    done.abort();
  }
  if (problems.length > 0) throw problems[0];
  return drained;
}

/** Resolves when one delivery has ended, or when it is time to look again. */
async function firstOf(underWay: ReadonlySet<Promise<void>>, clock: Clock): Promise<void> {
  const met = new AbortController();
  await Promise.race([...underWay, clock.sleep(lookEveryMs, met.signal)]);
  met.abort();
}

async function deliver(
  { outbox, clock }: Draining,
  sink: Sink,
  message: LeasedMessage,
  ended: AbortSignal,
): Promise<FailedMessage | null> {
  const failure = await attemptDelivery(sink, message, clock, { limitMs: deliveryMs, ended });
  if (failure === null) {
    await outbox.settle(message, null);
    return null;
  }
  const { failures, createdAt } = message;
  const now = clock.now();
  const regular = nextAttempt({ failures, createdAt, now, retryAfterMs: failure.retryAfterMs });
  // A message that we ourselves cut off is owed another attempt, however old it is.
  const passing = ended.aborted && regular === "never" ? now : regular;
  const retryAt = failure.lasting ? "never" : passing;
  await outbox.settle(message, { why: failure.message, retryAt });
  return { id: message.id, sink: message.sink, why: failure.message, givenUp: retryAt === "never" };
}

/** Fires at the end of what `limits` allow. Nothing waits for that any more when `done` fires. */
function endOf(
  { until, signal }: { readonly until?: number; readonly signal?: AbortSignal },
  clock: Clock,
  done: AbortSignal,
): AbortSignal {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  const leftMs = until === undefined ? Infinity : until - clock.now();
  if (signal?.aborted === true || leftMs <= 0) end();
  signal?.addEventListener("abort", end, { once: true, signal: done });
  if (leftMs > 0 && leftMs < Infinity) void clock.sleep(leftMs, done).then(end);
  return ended.signal;
}
