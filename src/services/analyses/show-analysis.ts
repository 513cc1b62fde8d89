import type { AnalysisQuery } from "../../contract/api/analyses.ts";
import type { Recommendation } from "../../contract/api/recommendations.ts";
import type { RunAnalysis } from "../../contract/api/runs.ts";
import type { Answer } from "../../ports/answer-book.ts";
import { placed } from "../run-bundle.ts";
import type { Service } from "../service.ts";
import { judgedRun, placeOfAnalysis } from "./judged-run.ts";
import { shownAnalysis, type ShownAnalysis } from "./shown-analysis.ts";

/**
 * Everything that the page of a judged run shows, recommendations with what people said of them among it. Throws PA_RUN_NOT_FOUND,
 * PA_RUN_NOT_OVER, PA_ANALYSIS_NOT_FOUND, PA_RUN_BUNDLE_DAMAGED.
 */
export async function showAnalysisOf(
  service: Service,
  { runId, analysis }: AnalysisQuery & { readonly runId: string },
): Promise<RunAnalysis> {
  const run = await judgedRun(service, runId);
  const { place } = await placeOfAnalysis(run, analysis);
  const shown = await shownAnalysis(service, run.folder, place);
  const { answers } = await service.store();
  const document = placed(shown.document, run.folder.directory);
  return {
    ...shown,
    document: { ...document, tags: { ...run.stored.tags } },
    recommendations: await recommendationsOf(shown, await answers.ofRun(runId)),
  };
}

/** What is recommended, each with its answer. */
export async function recommendationsOf(shown: ShownAnalysis, answers: readonly Answer[]): Promise<Recommendation[]> {
  const { recommend } = await import("../../pipeline/narrate/recommend.ts");
  return recommend(shown).map((recommendation) => ({
    ...recommendation,
    answer: answerOf(answers, recommendation.id),
  }));
}

function answerOf(answers: readonly Answer[], id: string): Recommendation["answer"] {
  const [newest] = answers.filter((answer) => answer.recommendationId === id).toSorted((a, b) => b.at - a.at);
  if (newest === undefined) return null;
  const { accepted, by, at, comment } = newest;
  return { accepted, by, at, comment };
}
