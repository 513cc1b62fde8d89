import type { Pin } from "../contract/baseline-series.ts";
import type { Calibration } from "../contract/calibration.ts";
import type { RunFamily } from "./run-store.ts";

/** What people and calibration said about baselines. Safe with several processes. */
export interface BaselineBook {
  /** Pins the run, or pins it anew. */
  pin(pin: Pin): Promise<void>;
  /** False where the run is not pinned. */
  unpin(runId: string): Promise<boolean>;
  /** Newest by `at` first. */
  pins(filter: Partial<RunFamily>): Promise<readonly Pin[]>;
  /** Keeps it in place of an earlier one of the same fingerprint. */
  calibrate(calibration: Calibration): Promise<void>;
  /** null: runs of the fingerprint were never calibrated. */
  calibration(fingerprint: string): Promise<Calibration | null>;
}
