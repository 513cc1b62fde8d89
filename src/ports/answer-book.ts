/** What people said about recommendations. */
export interface Answer {
  readonly runId: string;
  readonly recommendationId: string;
  readonly accepted: boolean;
  readonly by: string;
  /** Epoch ms. */
  readonly at: number;
  readonly comment: string | null;
}

export interface AnswerBook {
  /** The answer that was put last to a recommendation stands. */
  put(answer: Answer): Promise<void>;
  /** By the ids of the recommendations. */
  ofRun(runId: string): Promise<readonly Answer[]>;
  /** Of the answers that stand, over all runs. */
  count(): Promise<{ readonly answered: number; readonly accepted: number }>;
}
