const firstDelayMs = 1_000;
const longestDelayMs = 5 * 60_000;
/** Longer waits that a receiver asks for would only hide that it is not coming back. */
const longestAskedMs = 3_600_000;
const giveUpAfterMs = 72 * 3_600_000;

/**
 * When a message is tried again after a failure at `now`: 1 s, 2 s, 4 s … 5 min later, or as much later as the receiver asked for
 * (at most 1 h). "never" when that is more than 72 h after it was made. The same failures give the same times: there are few senders,
 * so nothing needs spreading.
 */
export function nextAttempt(message: {
  /** Deliveries that failed before this one. */
  readonly failures: number;
  readonly createdAt: number;
  readonly now: number;
  readonly retryAfterMs: number | null;
}): number | "never" {
  const { failures, createdAt, now, retryAfterMs } = message;
  let delayMs = firstDelayMs;
  for (let failure = 0; failure < failures && delayMs < longestDelayMs; failure++) delayMs *= 2;
  const askedMs = Math.min(longestAskedMs, retryAfterMs ?? 0);
  const retryAt = now + Math.max(askedMs, Math.min(longestDelayMs, delayMs));
  return retryAt - createdAt > giveUpAfterMs ? "never" : retryAt;
}
