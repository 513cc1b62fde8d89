import { comparedRunsSchema, compareQuerySchema } from "../../../contract/api/analyses.ts";
import { publishedEvaluationSchema } from "../../../contract/api/evaluation.ts";
import { portfolioSchema } from "../../../contract/api/portfolio.ts";
import { compareManyRuns } from "../../../services/analyses/compare-many-runs.ts";
import { showEvaluation } from "../../../services/portfolio/show-evaluation.ts";
import { showPortfolio } from "../../../services/portfolio/show-portfolio.ts";
import type { Service } from "../../../services/service.ts";
import type { ServiceApp } from "../service-app.ts";

const tags = ["insights"];

/** Views over many runs. */
export function portfolioRoutes(app: ServiceApp, service: Service): void {
  app.get(
    "/portfolio",
    {
      config: { permission: "read" },
      schema: {
        summary: "Every service with its scores and what no test covers",
        description: "Percentiles come from merged distributions, never from averaged percentiles.",
        tags,
        response: { 200: portfolioSchema },
      },
    },
    async () => showPortfolio(service),
  );

  app.get(
    "/compare",
    {
      config: { permission: "read" },
      schema: {
        summary: "Two to ten runs side by side",
        tags,
        querystring: compareQuerySchema,
        response: { 200: comparedRunsSchema },
      },
    },
    async (request) => compareManyRuns(service, request.query.runs),
  );

  app.get(
    "/evaluation",
    {
      config: { permission: "read" },
      schema: {
        summary: "How often this version is right and wrong, measured",
        tags,
        response: { 200: publishedEvaluationSchema },
      },
    },
    async () => showEvaluation(service),
  );
}
