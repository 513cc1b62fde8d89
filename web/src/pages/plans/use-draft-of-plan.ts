import { useEffect, useState } from "react";
import { planResourceSchema, type PlanResource } from "../../../../src/contract/api/plans.ts";
import { apiPath, callApi } from "../../api/call-api.ts";
import { fetchPlanFile } from "../../api/use-plans.ts";
import { beginDraft, currentDraft } from "./draft-store.ts";
import type { PlanDraft } from "./plan-draft.ts";

/** Begins the draft as a plan that was handed in, with its files; null: it stays what it is. Done once for each plan. */
export function useDraftOfPlan(planId: string | null): { readonly error: unknown } {
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (planId === null || currentDraft().basedOn === planId) return undefined;
    const stopped = new AbortController();
    readDraft(planId, stopped.signal).then(
      (draft) => {
        if (!stopped.signal.aborted) beginDraft(draft, planId);
      },
      (problem: unknown) => {
        if (!stopped.signal.aborted) setError(problem);
      },
    );
    return () => stopped.abort();
  }, [planId]);
  return { error };
}

async function readDraft(planId: string, signal: AbortSignal): Promise<PlanDraft> {
  const plan = await callApi({ path: apiPath`/plans/${planId}`, schema: planResourceSchema, signal });
  const files = await Promise.all(plan.files.map(async ({ path }) => [path, await bytesOf(plan, path)] as const));
  return {
    planText: plan.planText,
    slos: plan.sloTexts,
    data: Object.fromEntries(files),
    environment: plan.environment,
  };
}

async function bytesOf({ planId }: PlanResource, path: string): Promise<Uint8Array> {
  const file = await fetchPlanFile(planId, path);
  return new Uint8Array(await file.arrayBuffer());
}
