import type { ComparisonBasis } from "../contract/comparison.ts";
import type { RunRecord, RunDocument } from "../contract/run.ts";
import { expire, keepLedger } from "../pipeline/analyse/ledger/keep-ledger.ts";
import type { Agent } from "./agent.ts";

/** Enough to tell entries apart, short enough to type. */
const idLength = 8;
/** More entries of one family than anybody keeps. */
const everything = 10_000;

/** Opens, renews, closes and lets expire the entries of a judged run's family. */
export async function updateLedger(
  agent: Pick<Agent, "store" | "clock" | "documents">,
  record: RunRecord,
  basis: ComparisonBasis,
  document: RunDocument,
): Promise<void> {
  const { ledger } = await agent.store();
  const { runId, startedAt, service, environment, tags } = record;
  const family = { service, environment, plan: record.plan.name };
  const known = await ledger.list({ ...family, states: null, limit: everything });
  const expired = new Map(expire(known, agent.clock.now()).map((entry) => [entry.id, entry]));
  const changed = keepLedger(
    known.map((entry) => expired.get(entry.id) ?? entry),
    {
      ...family,
      runId,
      startedAt,
      verdict: document.verdict,
      comparisons: document.comparisons,
      commits: { from: basis.runs[0]?.tags["commit"] ?? null, to: tags["commit"] ?? null },
    },
    (text) => agent.documents.sha256(text).slice(0, idLength),
  );
  for (const entry of changed) expired.set(entry.id, entry);
  if (expired.size > 0) await ledger.put([...expired.values()]);
}
