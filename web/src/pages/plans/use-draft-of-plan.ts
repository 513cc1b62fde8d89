import { useEffect, useState } from "react";
import { planResourceSchema, type PlanResource } from "../../../../src/contract/api/plans.ts";
import { toApiProblem } from "../../api/api-problem.ts";
import { apiPath, callApi } from "../../api/call-api.ts";
import { fetchPlanFile } from "../../api/use-plans.ts";
import { beginDraft, currentDraft } from "./draft-store.ts";
import type { AddedFiles } from "./plan-draft.ts";

export interface DraftOfPlan {
  readonly error: unknown;
  /** Files that the draft lacks, and why, as sentences. */
  readonly left: readonly string[];
}

/** Begins the draft as a plan that was handed in, with its files; null: it stays what it is. Done once for each plan. */
export function useDraftOfPlan(planId: string | null): DraftOfPlan {
  const [error, setError] = useState<unknown>(null);
  const [left, setLeft] = useState<readonly string[]>([]);
  useEffect(() => {
    if (planId === null || currentDraft().basedOn === planId) return undefined;
    const stopped = new AbortController();
    readDraft(planId, stopped.signal).then(
      ({ draft, left: kept }) => {
        if (stopped.signal.aborted) return;
        beginDraft(draft, planId);
        setLeft(kept);
      },
      (problem: unknown) => {
        if (!stopped.signal.aborted) setError(problem);
      },
    );
    return () => stopped.abort();
  }, [planId]);
  return { error, left };
}

async function readDraft(planId: string, signal: AbortSignal): Promise<AddedFiles> {
  const plan = await callApi({ path: apiPath`/plans/${planId}`, schema: planResourceSchema, signal });
  const data: Record<string, Uint8Array> = {};
  const left: string[] = [];
  await Promise.all(
    plan.files.map(async ({ path }) => {
      try {
        data[path] = await bytesOf(plan, path);
      } catch (error) {
        // Data with columns that the plan masks are only given to who handed them in; all else can be changed without them.
        left.push(`${path} has to be added again: ${toApiProblem(error).detail}`);
      }
    }),
  );
  return { draft: { planText: plan.planText, slos: plan.sloTexts, data, environment: plan.environment }, left };
}

async function bytesOf({ planId }: PlanResource, path: string): Promise<Uint8Array> {
  const file = await fetchPlanFile(planId, path);
  return new Uint8Array(await file.arrayBuffer());
}
