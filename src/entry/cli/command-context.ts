import type { Agent } from "../../services/agent.ts";
import type { System } from "../../ports/system.ts";

/** Options that every command has. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/** What commands work with. A command returns its exit code. */
export interface CommandContext {
  readonly system: System;
  readonly agent: (options: { runs?: string }) => Promise<Agent>;
  readonly globals: () => GlobalOptions;
  /** One JSON document on standard output. */
  readonly printJson: (value: unknown) => void;
  readonly print: (text: string) => void;
  /** Progress and warnings: standard error with `--json`, else standard output. Silent with `--quiet`. */
  readonly tell: (text: string) => void;
  readonly colour: boolean;
  readonly finish: (exitCode: number) => void;
}
