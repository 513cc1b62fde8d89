import type { Recommendation } from "../../contract/api/recommendations.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { Service } from "../service.ts";
import { judgedRun, placeOfAnalysis } from "./judged-run.ts";
import { recommendationsOf } from "./show-analysis.ts";
import { shownAnalysis } from "./shown-analysis.ts";

export interface AnswerRequest {
  readonly runId: string;
  readonly recommendationId: string;
  readonly accepted: boolean;
  readonly comment?: string | undefined;
  readonly actor: string;
}

/**
 * Keeps what somebody says of a recommendation, of the analysis that the run ended with or of its newest; the newest answer stands. Throws
 * PA_RECOMMENDATION_NOT_FOUND, and what `judgedRun` throws.
 */
export async function answerRecommendation(
  service: Service,
  { runId, recommendationId, accepted, comment, actor }: AnswerRequest,
): Promise<Recommendation> {
  const recommendation = await find(service, runId, recommendationId);
  const { answers, audit } = await service.store();
  const answer = { accepted, by: actor, at: service.clock.now(), comment: comment ?? null };
  await audit.record({
    at: answer.at,
    actor,
    action: "answer-recommendation",
    outcome: "done",
    runId,
    subject: recommendation.text,
    reasons: [accepted ? "accepted" : "rejected", ...(comment === undefined ? [] : [comment])],
  });
  await answers.put({ runId, recommendationId, ...answer });
  return { ...recommendation, answer };
}

async function find(service: Service, runId: string, recommendationId: string): Promise<Recommendation> {
  const run = await judgedRun(service, runId);
  for (const asked of [undefined, "latest"] as const) {
    const { place } = await placeOfAnalysis(run, asked);
    const given = await recommendationsOf(await shownAnalysis(service, run.folder, place), []);
    const found = given.find(({ id }) => id === recommendationId);
    if (found !== undefined) return found;
  }
  throw PerfAgentError.of("PA_RECOMMENDATION_NOT_FOUND", `run ${runId} has no recommendation "${recommendationId}"`);
}
