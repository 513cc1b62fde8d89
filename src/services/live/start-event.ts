import type { LiveEvent } from "../../contract/api/live-event.ts";
import type { LiveInputs } from "./live-inputs.ts";
import type { LiveState } from "./live-state.ts";

/** What a listener must know before the first second; of a run without a folder what the queue knows. */
export function startEvent(
  { runId, plan, service, environment, state }: LiveState,
  inputs: LiveInputs | null,
  startedAt: number | null,
): Extract<LiveEvent, { event: "start" }> {
  return {
    event: "start",
    runId,
    plan,
    service,
    environment,
    state,
    startedAt,
    plannedMs: inputs?.preview?.durationMs ?? 0,
    judged: inputs?.preview?.judged ?? null,
    peakVus: inputs?.preview?.peakVus ?? 0,
    costLimit: inputs?.costLimit ?? null,
    currency: inputs?.currency ?? "",
    endpoints: [...(inputs?.endpoints ?? [])],
    objectives: (inputs?.slos.objectives ?? []).map(({ name, limit, unit, severity }) => ({
      name,
      limit,
      unit,
      severity,
    })),
  };
}
