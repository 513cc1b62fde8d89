import type { Calibration } from "../contract/calibration.ts";
import type { RunFamily } from "./run-store.ts";

/** A run that somebody chose to measure slow drift against. */
export interface Pin extends RunFamily {
  readonly runId: string;
  readonly label: string;
  readonly by: string;
  /** Epoch ms. */
  readonly at: number;
}

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
