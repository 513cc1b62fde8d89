import { PerfAgentError } from "../../contract/errors.ts";
import type { Job, LeasedJob } from "../../ports/job-queue.ts";
import { endLostRun } from "../runs/end-lost-run.ts";
import { problemOf } from "../runs/note-run-end.ts";
import type { Service } from "../service.ts";
import { holdLease, leaseMs } from "./hold-lease.ts";
import type { JobHand } from "./job-hand.ts";
import { recoverRuns } from "./recover-runs.ts";

/** Another process may have put a job or left one behind. */
const lookEveryMs = 500;
/** Runs of different environments and analyses; what they use of this machine the guard sees to. */
const mostAtOnce = 8;

export interface JobListeners {
  /** A defect, or a store that does not answer: for the log. Work goes on. */
  readonly onProblem: (error: unknown) => void;
  readonly onSettled: (job: Job, problem: Job["problem"]) => void;
}

export interface RunningJobs {
  /** Jobs under way in this process. */
  underWay(): number;
  /** Begins with nothing more, has loads wound down, and resolves when everything under way is settled. Queued jobs stay queued. */
  stop(): Promise<void>;
}

/**
 * Does the jobs of the queue, those of one lane one after the other, until it is stopped. First every run of a process that is gone is
 * brought to its end; a job whose lease has ended is taken up again, a run only to write how it ended.
 */
export function workJobs(
  service: Service,
  hands: Readonly<Record<Job["kind"], JobHand>>,
  { onProblem, onSettled }: JobListeners,
): RunningJobs {
  const { clock, live } = service;
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();

  const work = async (job: LeasedJob, hand: JobHand): Promise<void> => {
    const { jobs } = await service.store();
    const lease = holdLease(jobs, clock, job, onProblem);
    let problem: Job["problem"] = null;
    let { runId } = job;
    let isDone = true;
    try {
      const done = await hand(service, job, { stopping: stopping.signal, lost: lease.lost });
      isDone = done !== null;
      runId = done?.runId ?? runId;
    } catch (error) {
      problem = problemOf(error);
      if (!(error instanceof PerfAgentError)) onProblem(error);
    }
    const held = await lease.release();
    // A lost job is settled by whoever has it now.
    if (!isDone || lease.lost.aborted) return;
    await jobs.settle(held, { at: clock.now(), problem, runId });
    onSettled(job, problem);
    if (runId !== null) live.touch(runId);
  };
  const begin = (job: LeasedJob, hand: JobHand): void => {
    const done = work(job, hand)
      .catch(onProblem)
      .finally(() => {
        underWay.delete(done);
        live.wakeJobs();
      });
    underWay.add(done);
  };
  const look = async (): Promise<void> => {
    const { jobs } = await service.store();
    for (const job of await jobs.expire({ now: clock.now(), leaseMs })) begin(job, endLostRun);
    while (underWay.size < mostAtOnce && !stopping.signal.aborted) {
      const job = await jobs.lease({ now: clock.now(), leaseMs });
      if (job === null) return;
      begin(job, hands[job.kind]);
    }
  };
  const loop = async (): Promise<void> => {
    await recoverRuns(service).catch(onProblem);
    while (!stopping.signal.aborted) {
      const seen = live.jobs.count;
      await look().catch(onProblem);
      await live.jobs.after(seen, clock, lookEveryMs, stopping.signal);
    }
    await Promise.all(underWay);
  };

  const looping = loop();
  return {
    underWay: () => underWay.size,
    async stop() {
      stopping.abort();
      await looping;
    },
  };
}
