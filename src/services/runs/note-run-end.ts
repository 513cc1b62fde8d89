import type { ServiceRunState } from "../../contract/api/runs.ts";
import { PerfAgentError, remedyOf } from "../../contract/errors.ts";
import type { Job } from "../../ports/job-queue.ts";
import type { Service } from "../service.ts";
import { queuedRow } from "./known-run.ts";

type JobProblem = NonNullable<Job["problem"]>;

/** What a job tells of why it failed. What is not coded is a defect: its text is for the log, not for people. */
export function problemOf(error: unknown): JobProblem {
  const coded =
    error instanceof PerfAgentError
      ? error
      : PerfAgentError.of("PA_INTERNAL", "something that should not happen did; the service's log says what");
  const [first] = coded.mistakes;
  return {
    code: first?.code ?? "PA_INTERNAL",
    text: coded.mistakes.map(({ text }) => text).join("; "),
    remedy: first === undefined ? "" : remedyOf(first),
  };
}

/** How a run that an error ended stands: somebody stopped it before it began; guard, review and usage refuse it; anything else is a failure. */
export function stateAfter(error: unknown): ServiceRunState {
  if (!(error instanceof PerfAgentError)) return "failed";
  if (error.mistakes[0]?.code === "PA_INTERRUPTED") return "stopped";
  return error.exitCode === 2 ? "refused" : "failed";
}

/** Writes into the list of runs how one ended that was not judged. A run that was stands as it was judged. */
export async function noteRunEnd(
  service: Service,
  job: Pick<Job, "payload" | "createdAt">,
  runId: string,
  end: { readonly state: ServiceRunState; readonly reason: string },
): Promise<void> {
  const { runs } = await service.store();
  const stored = (await runs.get(runId)) ?? queuedRow(service, job, runId);
  if (stored.verdict !== null) return;
  await runs.save({ ...stored, ...end, finishedAt: service.clock.now() }, null, null);
  service.live.touch(runId);
}
