import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import { z } from "zod";
import {
  approvedSchema,
  checkedPlanSchema,
  planPageSchema,
  planResourceSchema,
  planReviewSchema,
  submittedPlanSchema,
  type ApproveRequest,
  type SubmitPlanRequest,
} from "../../../src/contract/api/plans.ts";
import { policySchema } from "../../../src/contract/policy.ts";
import { apiPath, callApi, callApiForFile } from "./call-api.ts";

/** Plans, what is said of them, and the policy that they are under. */

export function usePlans() {
  return useInfiniteQuery({
    queryKey: ["plans"],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      callApi({ path: "/plans", query: { limit: 100, after: pageParam }, schema: planPageSchema, signal }),
    getNextPageParam: ({ next }) => next,
  });
}

export function usePlan(planId: string) {
  return useQuery({
    queryKey: ["plan", planId],
    queryFn: ({ signal }) => callApi({ path: apiPath`/plans/${planId}`, schema: planResourceSchema, signal }),
  });
}

/** `against`: hash of another plan, or its first digits; the newest approved one unless said. */
export function usePlanReview(planId: string, against?: string) {
  return useQuery({
    queryKey: ["plan", planId, "review", against ?? null],
    queryFn: ({ signal }) =>
      callApi({ path: apiPath`/plans/${planId}/review`, query: { against }, schema: planReviewSchema, signal }),
  });
}

/**
 * What would be said of a plan, keeping nothing. `revision` names the content, which may be large; `makeRequest` null: nothing is asked. The
 * last answer stays while the next is on its way.
 */
export function useCheckedPlan(revision: number, makeRequest: (() => SubmitPlanRequest) | null) {
  return useQuery({
    queryKey: ["checked-plan", revision],
    enabled: makeRequest !== null,
    staleTime: Infinity,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      callApi({ path: "/plans/check", method: "POST", body: makeRequest?.(), schema: checkedPlanSchema, signal }),
  });
}

/** JSON Schema (2020-12) of a plan as typed. */
export function usePlanSchema() {
  return useQuery({
    queryKey: ["plan-schema"],
    staleTime: Infinity,
    queryFn: ({ signal }) => callApi({ path: "/plan-schema", schema: z.record(z.string(), z.unknown()), signal }),
  });
}

export function usePolicy() {
  return useQuery({
    queryKey: ["policy"],
    staleTime: 30_000,
    queryFn: ({ signal }) => callApi({ path: "/policy", schema: policySchema, signal }),
  });
}

/** A file that came with a plan. */
export async function fetchPlanFile(planId: string, path: string): Promise<Blob> {
  const parts = path.split("/").map(encodeURIComponent).join("/");
  return callApiForFile({ path: `${apiPath`/plans/${planId}/files/`}${parts}` });
}

export function useSubmitPlan() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: SubmitPlanRequest) =>
      callApi({ path: "/plan", method: "POST", body, schema: submittedPlanSchema }),
    onSuccess: () => forgetPlans(queries),
  });
}

export function useApprovePlan(planId: string) {
  return useStanding(planId, "approvals");
}

export function useRejectPlan(planId: string) {
  return useStanding(planId, "rejections");
}

function useStanding(planId: string, outcome: "approvals" | "rejections") {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: ApproveRequest) =>
      callApi({ path: `${apiPath`/plans/${planId}/`}${outcome}`, method: "POST", body, schema: approvedSchema }),
    onSettled: () => forgetPlans(queries),
  });
}

async function forgetPlans(queries: QueryClient): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ["plans"] }),
    queries.invalidateQueries({ queryKey: ["plan"] }),
  ]);
}
