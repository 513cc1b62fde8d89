import type { ProcessIdentity } from "./processes.ts";

/** A run that generates load on this machine now, with what it may use up. */
export interface ActiveRun {
  readonly runId: string;
  /** Name of the environment with the sockets behind it: two runs that share one of `sockets` share an environment. */
  readonly environment: string;
  /** "address:port" of the target. */
  readonly sockets: readonly string[];
  /** Peak virtual users of the run. */
  readonly vus: number;
  /** What the run may send at most; null: no cap. */
  readonly ratePerSecond: number | null;
  /** The run's folder, absolute. */
  readonly directory: string;
  readonly owner: ProcessIdentity;
  /** null until the engine was started. */
  readonly engine: ProcessIdentity | null;
  /** Epoch ms. */
  readonly claimedAt: number;
}

export interface RequestedStop {
  readonly mode: "graceful" | "now";
  readonly text: string;
}

/**
 * The runs of this machine, of all its processes: what makes limits hold over their sum and lets one process stop another's run.
 * Survives its processes; every method is atomic across processes.
 */
export interface ActiveRuns {
  /**
   * Enters the run unless `mayRun`, which sees all others, answers with why not; resolves with that answer. One process at a time
   * decides, so `mayRun` does not wait for anything. A run that is in already is entered as it is now; a stop asked of it stands.
   */
  claim(run: ActiveRun, mayRun: (others: readonly ActiveRun[]) => string | null): Promise<string | null>;
  /** In the order of their claims. */
  list(): Promise<readonly ActiveRun[]>;
  noteEngine(runId: string, engine: ProcessIdentity): Promise<void>;
  /** Makes `owner` the owner in place of `from`; false when somebody else was faster. */
  takeOver(runId: string, from: ProcessIdentity, owner: ProcessIdentity): Promise<boolean>;
  release(runId: string): Promise<void>;
  /** False when no such run is active. "now" replaces "graceful", never the other way round; else the first text stands. */
  requestStop(runId: string, stop: RequestedStop): Promise<boolean>;
  requestedStop(runId: string): Promise<RequestedStop | null>;
  close(): Promise<void>;
}
