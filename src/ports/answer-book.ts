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
  /** The newest answer to a recommendation stands. */
  put(answer: Answer): Promise<void>;
  ofRun(runId: string): Promise<readonly Answer[]>;
  /** Over all runs. */
  count(): Promise<{ readonly answered: number; readonly accepted: number }>;
}
