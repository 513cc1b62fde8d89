import { comparisonBasisSchema, type ComparisonBasis } from "../contract/comparison.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import { fingerprintOf, traitsOf, type Traits } from "../pipeline/analyse/fingerprint.ts";
import type { Agent } from "./agent.ts";
import { importBaselines } from "./carry-baselines.ts";
import type { PreparedRun } from "./prepare-run.ts";

const comparableRuns = 30;

/** What a prepared run is, as far as another one must be the same to be compared with it. */
export function traitsFor(agent: Agent, { found }: Pick<PreparedRun, "found">, plan: TestPlan): Traits {
  const engine = { name: "k6", majorVersion: Number(found.version.split(".")[0]) };
  return traitsOf({ plan, engine, editedScript: null, judged: null }, (text) => agent.documents.sha256(text));
}

/** A run at less load has nothing to be compared with. */
export function withoutBaselines(agent: Agent, prepared: PreparedRun, plan: TestPlan): ComparisonBasis {
  const traits = traitsFor(agent, prepared, plan);
  const fingerprint = fingerprintOf(traits, (text) => agent.documents.sha256(text));
  return comparisonBasisSchema.parse({ schemaVersion: 1, fingerprint, traits, runs: [] });
}

/** Baselines comparable with the run to come, newest first, frozen before it starts. */
export async function freezeBaselines(
  agent: Agent,
  baselinesFile: string | null,
  prepared: PreparedRun,
): Promise<ComparisonBasis> {
  const alone = withoutBaselines(agent, prepared, prepared.loaded.plan);
  const { runs: store } = await agent.store();
  if (baselinesFile !== null) await importBaselines(agent, baselinesFile);
  const { fingerprint } = alone;
  const runs = await store.baselines({ fingerprint, before: agent.clock.now(), limit: comparableRuns });
  return { ...alone, runs: [...runs] };
}
