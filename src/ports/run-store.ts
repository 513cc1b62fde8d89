import type { BaselineRun } from "../contract/baseline.ts";
import type { RunDocument } from "../contract/run.ts";

export interface StoredRun {
  readonly runId: string;
  readonly startedAt: number;
  readonly service: string;
  readonly environment: string;
  readonly planName: string;
  readonly state: string;
  readonly verdict: string | null;
  readonly fingerprint: string;
  readonly directory: string;
}

/** What is asked across runs. The run folder stays the truth of one run. Safe with several processes. */
export interface RunStore {
  /** Inserts or replaces. */
  save(run: StoredRun, document: RunDocument | null, baseline: BaselineRun | null): Promise<void>;
  get(runId: string): Promise<StoredRun | null>;
  /** Newest first. */
  list(filter: { service?: string; limit: number }): Promise<readonly StoredRun[]>;
  /** Runs of the fingerprint whose verdict is pass or warn, started before `before`, newest first. */
  baselines(filter: { fingerprint: string; before: number; limit: number }): Promise<readonly BaselineRun[]>;
  importBaselines(service: string, runs: readonly BaselineRun[]): Promise<number>;
  exportBaselines(service: string): Promise<readonly BaselineRun[]>;
  close(): Promise<void>;
}
