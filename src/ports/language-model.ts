/** What a model is asked. */
export interface ModelRequest {
  readonly prompt: string;
  readonly maxOutputTokens: number;
  /** It is given up after this, ms. */
  readonly patienceMs: number;
}

/** Why there is no answer, one sentence; or the answer with what it cost in the policy's currency. */
export type ModelAnswer = { readonly text: string; readonly cost: number } | { readonly unavailable: string };

/**
 * A language model that narrates. Promises: never throws; answers within its patience, if only that it is unavailable; holds no verdict. Who
 * asks goes on without it.
 */
export interface LanguageModel {
  /** What a request may cost at most, so that it can be reserved before. */
  mostOf(request: ModelRequest): number;
  ask(request: ModelRequest): Promise<ModelAnswer>;
}
