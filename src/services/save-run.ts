import type { ComparisonBasis } from "../contract/comparison.ts";
import type { Analysis, RunRecord } from "../contract/run.ts";
import type { Agent } from "./agent.ts";
import { updateLedger } from "./update-ledger.ts";

/** Keeps in the store what is asked across runs, and in the ledger what the run says of regressions. `analysis` null: the run is not judged yet. */
export async function saveRun(
  agent: Agent,
  directory: string,
  record: RunRecord,
  basis: ComparisonBasis,
  analysis: Analysis | null,
): Promise<void> {
  const { runs: store } = await agent.store();
  const { runId, startedAt, finishedAt, service, environment, plan, state, tags } = record;
  const { fingerprint } = basis;
  const verdict = analysis?.document.verdict ?? null;
  const reason = analysis?.document.reasons[0]?.text ?? null;
  await store.save(
    {
      runId,
      startedAt,
      finishedAt,
      service,
      environment,
      planName: plan.name,
      state,
      verdict,
      fingerprint,
      directory,
      tags,
      reason,
    },
    analysis?.document ?? null,
    analysis === null || record.imported || record.reducedTo !== null || record.purpose === "paired"
      ? null
      : analysis.asBaseline,
  );
  // Runs of two builds in turns say something of each other, and nothing of the service's history.
  if (analysis !== null && record.purpose !== "paired") await updateLedger(agent, record, basis, analysis.document);
}
