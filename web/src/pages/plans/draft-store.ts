import { useSyncExternalStore } from "react";
import { starterDraft, type PlanDraft } from "./plan-draft.ts";

/** The plan that is being written outlives the page that shows it: whoever looks something up finds it again. */
export interface KeptDraft {
  readonly draft: PlanDraft;
  /** Another number for another content. */
  readonly revision: number;
  /** Plan that it began as; null: a new one. */
  readonly basedOn: string | null;
  readonly isTouched: boolean;
}

const untouched: KeptDraft = { draft: starterDraft, revision: 0, basedOn: null, isTouched: false };

let kept = untouched;
const listeners = new Set<() => void>();

export function useDraft(): KeptDraft {
  return useSyncExternalStore(onDraftChange, currentDraft);
}

export function changeDraft(draft: PlanDraft): void {
  keep({ ...kept, draft, revision: kept.revision + 1, isTouched: true });
}

/** Begins anew, from a plan that was handed in or from the starter. */
export function beginDraft(draft: PlanDraft, basedOn: string | null): void {
  keep({ draft, revision: kept.revision + 1, basedOn, isTouched: false });
}

export function dropDraft(): void {
  keep({ ...untouched, revision: kept.revision + 1 });
}

export const currentDraft = (): KeptDraft => kept;

function onDraftChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function keep(next: KeptDraft): void {
  kept = next;
  for (const listener of listeners) listener();
}
