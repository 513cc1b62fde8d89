const busyErrorCode = 5;

/** How long a statement waits for other processes. */
export const busyLimitMs = 5_000;

/** A pause as a timer, or the next turn of the event loop for 0. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    if (milliseconds > 0) setTimeout(resolve, milliseconds);
    else setImmediate(resolve);
  });
}

function isBusy(error: unknown): boolean {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) : 0;
  return code % 256 === busyErrorCode;
}

/**
 * Does work that another process may hold up, again until it may, for `limitMs` at most.
 * SQLite answers at once (busy_timeout 0) and the wait is a timer: a wait inside SQLite would stop the event loop.
 */
export async function retryWhileBusy<T>(work: () => T, limitMs = busyLimitMs): Promise<T> {
  let waited = 0;
  let pauseMs = 1;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || waited >= limitMs) throw error;
    }
    await pause(pauseMs);
    waited += pauseMs;
    pauseMs = Math.min(20, pauseMs * 2);
  }
}
