import { useInfiniteQuery, useMutation, useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import type { z } from "zod";
import type { ReportEnding } from "../../../src/contract/api/analyses.ts";
import type { answerRequestSchema } from "../../../src/contract/api/recommendations.ts";
import {
  executedSchema,
  jobSchema,
  type JobResource,
  runAnalysisSchema,
  runPageSchema,
  runResourceSchema,
  stoppingSchema,
  taggedSchema,
  type ExecuteRequest,
  type RunQuery,
  type stopRequestBodySchema,
  type TagRequest,
} from "../../../src/contract/api/runs.ts";
import { apiPath, callApi, callApiForNothing, callApiForText } from "./call-api.ts";

/** Runs from the queue to their reports. Their events are told by `useRunEvents`. */

export type RunFilter = Pick<RunQuery, "service" | "environment" | "state" | "plan">;

export function useRuns(filter: RunFilter = {}) {
  return useInfiniteQuery({
    queryKey: ["runs", filter],
    initialPageParam: "",
    // Runs begin and end without this page.
    refetchInterval: 10_000,
    queryFn: ({ pageParam, signal }) =>
      callApi({ path: "/runs", query: { ...filter, limit: 100, after: pageParam }, schema: runPageSchema, signal }),
    getNextPageParam: ({ next }) => next,
  });
}

/** The document of a run that was judged (it has `schemaVersion`), the line of any other. */
export function useRun(runId: string) {
  return useQuery({
    queryKey: ["run", runId],
    queryFn: ({ signal }) => callApi({ path: apiPath`/runs/${runId}`, schema: runResourceSchema, signal }),
  });
}

/** `analysis` absent: the one that the run ended with. */
export function useRunAnalysis(runId: string, analysis?: number | "latest") {
  return useQuery({
    queryKey: ["run", runId, "analysis", analysis ?? null],
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      callApi({ path: apiPath`/runs/${runId}/analysis`, query: { analysis }, schema: runAnalysisSchema, signal }),
  });
}

/** The text of a report, to be shown in a frame without rights or to be saved. `enabled` false: not asked for yet. */
export function useReport(
  runId: string,
  ending: ReportEnding,
  options: { analysis?: number | "latest"; enabled?: boolean } = {},
) {
  return useQuery({
    queryKey: ["run", runId, "report", ending, options.analysis ?? null],
    enabled: options.enabled ?? true,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      callApiForText({
        path: `${apiPath`/runs/${runId}/report.`}${ending}`,
        query: { analysis: options.analysis },
        signal,
      }),
  });
}

/** Asked again each second until it is over. */
export function useJob(jobId: string | null) {
  return useQuery<JobResource>({
    queryKey: ["job", jobId],
    enabled: jobId !== null,
    refetchInterval: ({ state }) => (state.data?.state === "done" || state.data?.state === "failed" ? false : 1000),
    queryFn: ({ signal }) => callApi({ path: apiPath`/jobs/${jobId ?? ""}`, schema: jobSchema, signal }),
  });
}

/** Puts a run into the queue. `key` is made (`randomKey`) when the question is shown, so that pressing twice, or trying again, puts it once. */
export function useExecute() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...body }: ExecuteRequest & { readonly key: string }) =>
      callApi({
        path: "/execute",
        method: "POST",
        body,
        headers: { "idempotency-key": key },
        schema: executedSchema,
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["runs"] }),
  });
}

export type StopBody = z.infer<typeof stopRequestBodySchema>;

export function useStopRun(runId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: StopBody) =>
      callApi({ path: apiPath`/runs/${runId}/stop`, method: "POST", body, schema: stoppingSchema }),
    onSettled: () => forgetRun(queries, runId),
  });
}

export function useTagRun(runId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (tags: TagRequest["tags"]) =>
      callApi({ path: apiPath`/runs/${runId}/tags`, method: "PATCH", body: { tags }, schema: taggedSchema }),
    onSuccess: () => forgetRun(queries, runId),
  });
}

export type AnswerBody = z.infer<typeof answerRequestSchema>;

export function useAnswerRecommendation(runId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, ...body }: AnswerBody & { readonly id: string }) =>
      callApiForNothing({ path: apiPath`/runs/${runId}/recommendations/${id}/answer`, method: "PUT", body }),
    onSuccess: async () => {
      await Promise.all([forgetRun(queries, runId), queries.invalidateQueries({ queryKey: ["portfolio"] })]);
    },
  });
}

async function forgetRun(queries: QueryClient, runId: string): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ["run", runId] }),
    queries.invalidateQueries({ queryKey: ["runs"] }),
  ]);
}
