import { comparisonBasisSchema, type ComparisonBasis } from "../contract/comparison.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import { fingerprintOf } from "../pipeline/analyse/fingerprint.ts";
import type { FoundEngine } from "../ports/load-engine.ts";
import type { Agent } from "./agent.ts";
import { importBaselines } from "./carry-baselines.ts";
import type { PreparedRun } from "./prepare-run.ts";

const comparableRuns = 30;

function fingerprintFor(agent: Agent, plan: TestPlan, found: FoundEngine): string {
  const engine = { name: "k6", majorVersion: Number(found.version.split(".")[0]) };
  return agent.documents.sha256(fingerprintOf({ plan, engine }));
}

/** A run at less load has nothing to be compared with. */
export function withoutBaselines(agent: Agent, { found }: PreparedRun, plan: TestPlan): ComparisonBasis {
  return comparisonBasisSchema.parse({ schemaVersion: 1, fingerprint: fingerprintFor(agent, plan, found), runs: [] });
}

/** Baselines comparable with the run to come, newest first, frozen before it starts. */
export async function freezeBaselines(
  agent: Agent,
  baselinesFile: string | null,
  { loaded, found }: PreparedRun,
): Promise<ComparisonBasis> {
  const fingerprint = fingerprintFor(agent, loaded.plan, found);
  const { runs: store } = await agent.store();
  if (baselinesFile !== null) await importBaselines(agent, baselinesFile);
  const runs = await store.baselines({ fingerprint, before: agent.clock.now(), limit: comparableRuns });
  return comparisonBasisSchema.parse({ schemaVersion: 1, fingerprint, runs });
}
