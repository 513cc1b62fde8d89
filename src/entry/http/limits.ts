import { PerfAgentError } from "../../contract/errors.ts";
import type { Clock } from "../../ports/system.ts";

const minuteMs = 60_000;
/** Addresses and people that are remembered. Beyond it the ones that may ask as much as anybody are forgotten, then the longest known. */
const mostKeys = 10_000;

interface Bucket {
  left: number;
  /** On the steady clock. */
  filledAt: number;
}

/** How much everybody may ask in a minute: a bucket each, which holds a minute's worth and fills steadily (token bucket). */
export class RateLimit {
  readonly #perMinute: number;
  readonly #clock: Pick<Clock, "monotonic">;
  readonly #buckets = new Map<string, Bucket>();

  constructor(perMinute: number, clock: Pick<Clock, "monotonic">) {
    this.#perMinute = perMinute;
    this.#clock = clock;
  }

  /** Milliseconds until `key` may ask again; 0: now. Takes nothing. */
  waitMs(key: string): number {
    const { left } = this.#filled(key);
    return left >= 1 ? 0 : Math.ceil(((1 - left) * minuteMs) / this.#perMinute);
  }

  /** Takes one from what `key` may ask. */
  take(key: string): void {
    const bucket = this.#filled(key);
    bucket.left = Math.max(0, bucket.left - 1);
    // What was used last stands last.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > mostKeys) this.#forget();
  }

  #filled(key: string): Bucket {
    const now = this.#clock.monotonic();
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return { left: this.#perMinute, filledAt: now };
    bucket.left = Math.min(this.#perMinute, bucket.left + ((now - bucket.filledAt) * this.#perMinute) / minuteMs);
    bucket.filledAt = now;
    return bucket;
  }

  #forget(): void {
    for (const key of this.#buckets.keys()) {
      if (this.#filled(key).left >= this.#perMinute) this.#buckets.delete(key);
    }
    for (const key of this.#buckets.keys()) {
      if (this.#buckets.size <= mostKeys) return;
      this.#buckets.delete(key);
    }
  }
}

/** Somebody asked too much. `retryAfterMs` goes into the Retry-After header. */
export class TooManyRequests extends PerfAgentError {
  readonly retryAfterMs: number;

  constructor(text: string, retryAfterMs: number) {
    super([{ code: "PA_RATE_LIMITED", text }]);
    this.retryAfterMs = retryAfterMs;
  }
}
