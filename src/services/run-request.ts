import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { RunEvent } from "../contract/run-event.ts";
import type { ComparisonBasis } from "../contract/comparison.ts";
import type { Analysis, RunProgress, RunPurpose } from "../contract/run.ts";
import type { FoundEngine } from "../ports/load-engine.ts";
import type { Review } from "./approve-plan.ts";
import type { RecoveredRun } from "./background/recover-runs.ts";
import type { LoadedPlan, PlanRequest } from "./load-plan.ts";

export interface StartRunRequest extends PlanRequest {
  readonly tags: Readonly<Record<string, string>>;
  /** Keep the raw samples as a compressed file of the run folder. */
  readonly keepSamples: boolean;
  /** What exit code 4 becomes where nothing was decided; an invalid run stays invalid. */
  readonly inconclusiveAs: "pass" | "fail" | undefined;
  /** A baseline series to compare with, beside what the store knows. */
  readonly baselinesFile: string | null;
  readonly purpose: RunPurpose;
  /** What to compare with, frozen already; null: what the store knows when the run begins. */
  readonly basis: ComparisonBasis | null;
  /** Tags that an earlier run must carry to be compared with, such as branch=main. */
  readonly baselineTags: Readonly<Record<string, string>>;
  /** The id that the run was promised to have; left out: it gets one when it begins. */
  readonly runId?: string | undefined;
  /** Who asks for it, for the audit log; left out: the user of this machine. */
  readonly actor?: string | undefined;
}

/** Told as a run goes on; each is called once but `engine`, `notice`, `recovered`, `event` and `progress`. */
export interface RunListener {
  /** Sentences while an engine is obtained. */
  readonly engine: (sentence: string) => void;
  /** A run of a process that was killed, brought to its end first. */
  readonly recovered: (run: RecoveredRun) => void;
  /** Something to know: another run uses the environment, a webhook cannot be reached. */
  readonly notice: (sentence: string) => void;
  readonly header: (run: { runId: string; loaded: LoadedPlan; found: FoundEngine }) => void;
  readonly guard: (decision: GuardDecision, preview: LoadPreview) => void;
  readonly review: (review: Review) => void;
  readonly event: (event: RunEvent) => void;
  readonly progress: (progress: RunProgress) => void;
}

export interface FinishedRun {
  readonly analysis: Analysis;
  /** null: the figures stand alone. */
  readonly narrative: string | null;
  readonly directory: string;
  readonly warnings: LoadedPlan["warnings"];
  /** By the table of verdicts, or 130 and 143 after a signal. */
  readonly exitCode: number;
}
