import type { System } from "../../ports/system.ts";
import type { Agent } from "../../services/agent.ts";

/** What commands work with. A command returns its exit code. */
export interface CommandContext {
  readonly system: System;
  readonly agent: () => Promise<Agent>;
  readonly globals: () => { readonly json: boolean; readonly quiet: boolean; readonly verbose: boolean };
  /** One JSON document on standard output. */
  readonly printJson: (value: unknown) => void;
  readonly print: (text: string) => void;
  /** Progress and warnings: standard error with `--json`, else standard output; nothing with `--quiet`. */
  readonly tell: (text: string) => void;
  readonly colour: boolean;
}

/** Options as commander read them, camel-cased. */
export type OptionValues = Readonly<Record<string, unknown>>;

export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === "string" ? value : undefined;
}

export function textsOption(options: OptionValues, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.map(String) : [];
}
