import { useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import {
  comparedRunsSchema,
  pinnedSchema,
  type acceptRequestSchema,
  type baselinesQuerySchema,
  type historyQuerySchema,
  type regressionsQuerySchema,
} from "../../../src/contract/api/analyses.ts";
import { publishedEvaluationSchema } from "../../../src/contract/api/evaluation.ts";
import { portfolioSchema } from "../../../src/contract/api/portfolio.ts";
import {
  baselinesDocumentSchema,
  historyDocumentSchema,
  regressionsDocumentSchema,
} from "../../../src/contract/history-document.ts";
import { apiPath, callApi, callApiForNothing } from "./call-api.ts";

/** What many runs say together: history, baselines, regressions, the portfolio. */

type HistoryQuery = z.infer<typeof historyQuerySchema>;
type BaselinesQuery = z.infer<typeof baselinesQuerySchema>;
type RegressionsQuery = z.infer<typeof regressionsQuerySchema>;
type AcceptRequest = z.infer<typeof acceptRequestSchema>;

/** null: no name was chosen yet. */
export function useHistory(query: (Partial<HistoryQuery> & Pick<HistoryQuery, "name">) | null) {
  return useQuery({
    queryKey: ["history", query],
    enabled: query !== null,
    queryFn: ({ signal }) => callApi({ path: "/history", query: { ...query }, schema: historyDocumentSchema, signal }),
  });
}

/** Two to ten run ids; fewer: nothing is asked. */
export function useComparedRuns(runIds: readonly string[]) {
  return useQuery({
    queryKey: ["compare", runIds],
    enabled: runIds.length >= 2,
    queryFn: ({ signal }) =>
      callApi({ path: "/compare", query: { runs: runIds.join(",") }, schema: comparedRunsSchema, signal }),
  });
}

export function useBaselines(query: Partial<BaselinesQuery> = {}) {
  return useQuery({
    queryKey: ["baselines", query],
    queryFn: ({ signal }) => callApi({ path: "/baselines", query, schema: baselinesDocumentSchema, signal }),
  });
}

export function usePinBaseline() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ runId, label }: { readonly runId: string; readonly label?: string }) =>
      callApi({ path: apiPath`/baselines/${runId}/pin`, method: "PUT", body: { label }, schema: pinnedSchema }),
    onSuccess: () => forgetHistory(queries),
  });
}

export function useUnpinBaseline() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (runId: string) => callApiForNothing({ path: apiPath`/baselines/${runId}/pin`, method: "DELETE" }),
    onSuccess: () => forgetHistory(queries),
  });
}

export function useDropBaseline() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (runId: string) => callApiForNothing({ path: apiPath`/baselines/${runId}`, method: "DELETE" }),
    onSuccess: () => forgetHistory(queries),
  });
}

export function useRegressions(query: Partial<RegressionsQuery> = {}) {
  return useQuery({
    queryKey: ["regressions", query],
    queryFn: ({ signal }) => callApi({ path: "/regressions", query, schema: regressionsDocumentSchema, signal }),
  });
}

export function useAcceptRegression() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: AcceptRequest & { readonly id: string }) =>
      callApiForNothing({ path: apiPath`/regressions/${id}/acceptance`, method: "POST", body }),
    onSuccess: () => forgetHistory(queries),
  });
}

/** Takes an acceptance back. */
export function useReopenRegression() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => callApiForNothing({ path: apiPath`/regressions/${id}/acceptance`, method: "DELETE" }),
    onSuccess: () => forgetHistory(queries),
  });
}

export function usePortfolio() {
  return useQuery({
    queryKey: ["portfolio"],
    staleTime: 30_000,
    queryFn: ({ signal }) => callApi({ path: "/portfolio", schema: portfolioSchema, signal }),
  });
}

export function useEvaluation() {
  return useQuery({
    queryKey: ["evaluation"],
    staleTime: Infinity,
    queryFn: ({ signal }) => callApi({ path: "/evaluation", schema: publishedEvaluationSchema, signal }),
  });
}

async function forgetHistory(queries: QueryClient): Promise<void> {
  await Promise.all(
    [["baselines"], ["history"], ["regressions"], ["portfolio"]].map((queryKey) =>
      queries.invalidateQueries({ queryKey }),
    ),
  );
}
