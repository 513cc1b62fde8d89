import type { Clock } from "../../ports/system.ts";
import type { RunningJobs } from "../../services/background/work-jobs.ts";
import type { Service } from "../../services/service.ts";
import type { Life } from "./life.ts";
import type { ServiceApp } from "./service-app.ts";

/** For requests that are being answered when everything else has ended. */
const answerMs = 5_000;

/**
 * Ends the service in order: it begins nothing more and says so to who looks after it; loads under way are wound down, so that their runs are
 * judged by what they have; queued jobs stay queued; streams tell how their runs ended, requests under way are answered. After the time of
 * `limits.drainSeconds` what is left is cut off: a run then ends as its process does, and the next process recovers it. Resolves to whether
 * everything came to its end.
 */
export async function shutDown(
  { live, clock, settings, close }: Pick<Service, "live" | "clock" | "settings" | "close">,
  { app, jobs, life }: { readonly app: ServiceApp; readonly jobs: RunningJobs; readonly life: Life },
): Promise<boolean> {
  life.stop();
  app.log.info({ underWay: jobs.underWay(), viewers: live.viewers() }, "the service is being stopped");
  const patience = new AbortController();
  const ended = (async (): Promise<true> => {
    await jobs.stop();
    live.close();
    await closeServer(app, clock);
    return true;
  })();
  const late = clock.sleep(settings.limits.drainSeconds * 1000, patience.signal).then(() => false as const);
  const isOrderly = await Promise.race([ended, late]);
  patience.abort();
  if (!isOrderly) {
    app.log.warn({ underWay: jobs.underWay() }, "the service did not come to its end in time and is cut off");
    live.close();
    app.server.closeAllConnections();
    // Whatever it still says, nobody waits for it.
    ended.catch(() => undefined);
  }
  await close();
  return isOrderly;
}

/** Resolves when nobody is connected any more: who has only opened a connection, or does not read the answer, is cut off. */
async function closeServer(app: ServiceApp, clock: Clock): Promise<void> {
  const closed = new AbortController();
  void clock.sleep(answerMs, closed.signal).then(() => {
    if (!closed.signal.aborted) app.server.closeAllConnections();
  });
  await app.close();
  closed.abort();
}
