import type { PlanFiles } from "./read-data.ts";
import type { KnownEnvironments } from "./read-target.ts";

/** What a plan is understood from. */
export interface PlanInput {
  readonly text: string;
  /** What errors call the plan: its path as typed. */
  readonly file: string;
  /** Chosen by the user; undefined: the plan's own, then `local`. */
  readonly environment: string | undefined;
  /** `path=value` each. */
  readonly overrides: readonly string[];
  readonly environments: KnownEnvironments;
  /** What `filesOf` named; null where there is no such file. */
  readonly files: PlanFiles;
}
