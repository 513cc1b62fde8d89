import type { Portfolio } from "../../../contract/api/portfolio.ts";
import type { BaselineRun } from "../../../contract/baseline.ts";
import type { VerdictName } from "../../../contract/verdict-name.ts";
import { findUncovered } from "./find-uncovered.ts";
import type { JudgedPlan, PortfolioScore } from "./judged-plan.ts";
import { mergeFigures } from "./merge-figures.ts";
import { scoreConfidence } from "./score-confidence.ts";
import { scoreCoverage } from "./score-coverage.ts";
import { scoreMethodology } from "./score-methodology.ts";

const dayMs = 86_400_000;

/** What is known of a service across its runs. */
export interface ServiceFacts {
  readonly service: string;
  readonly environments: readonly string[];
  /** Names of its plans. */
  readonly plans: readonly string[];
  /** Of any state. `startedAt` in epoch ms. */
  readonly lastRun: { readonly runId: string; readonly startedAt: number; readonly verdict: VerdictName | null };
  /** When the newest run that could be judged began, epoch ms; null: there is none. */
  readonly lastJudgedAt: number | null;
  /** One for each plan and environment that has a run which could be judged. */
  readonly judged: readonly JudgedPlan[];
  /** Newest runs of the plan that was judged last, newest first. */
  readonly recent: readonly BaselineRun[];
  readonly openRegressions: number;
  readonly acceptedRegressions: number;
}

/** A row of the portfolio. `now` in epoch ms. */
export function describeService(facts: ServiceFacts, now: number): Portfolio["services"][number] {
  const { judged, lastJudgedAt, lastRun } = facts;
  const runs = judged.flatMap(({ run }) => (run === null ? [] : [run]));
  const { endpoints, objectives } = findUncovered(judged);
  return {
    service: facts.service,
    environments: [...facts.environments],
    plans: [...facts.plans],
    lastRunId: lastRun.runId,
    lastRunAt: lastRun.startedAt,
    staleDays: lastJudgedAt === null ? null : Math.max(0, Math.floor((now - lastJudgedAt) / dayMs)),
    verdict: lastRun.verdict,
    methodology: copied(scoreMethodology(judged)),
    objectives: copied(scoreCoverage(judged)),
    confidence: copied(scoreConfidence(judged)),
    ...mergeFigures(runs),
    openRegressions: facts.openRegressions,
    acceptedRegressions: facts.acceptedRegressions,
    uncovered: { endpoints: [...endpoints], objectives: [...objectives] },
    trend: facts.recent.map((run) => ({ at: run.startedAt, p95Ms: mergeFigures([run]).p95Ms })).toReversed(),
  };
}

function copied({ value, advice }: PortfolioScore): { value: number | null; advice: string[] } {
  return { value, advice: [...advice] };
}
