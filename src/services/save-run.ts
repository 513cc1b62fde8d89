import type { Analysis, RunRecord } from "../contract/run.ts";
import type { Agent } from "./agent.ts";

/** Keeps in the store what is asked across runs. `analysis` null: the run is not judged yet. */
export async function saveRun(
  agent: Agent,
  directory: string,
  record: RunRecord,
  fingerprint: string,
  analysis: Analysis | null,
): Promise<void> {
  const { runs: store } = await agent.store();
  const { runId, startedAt, service, environment, plan, state } = record;
  const verdict = analysis?.document.verdict ?? null;
  await store.save(
    { runId, startedAt, service, environment, planName: plan.name, state, verdict, fingerprint, directory },
    analysis?.document ?? null,
    analysis === null || record.imported || record.reducedTo !== null || record.purpose === "paired"
      ? null
      : analysis.asBaseline,
  );
}
