import type { System } from "../../ports/system.ts";
import type { Agent } from "../../services/agent.ts";
import type { TypedSettings } from "../../services/read-service-settings.ts";
import type { Service } from "../../services/service.ts";
import type { TerminalStyle } from "./terminal/terminal-text.ts";

/** What `serve` was told on the command line. */
export interface ServiceRequest {
  /** Folder of everything that the service keeps, as typed. */
  readonly data: string | undefined;
  readonly typed: TypedSettings;
  /** Told of each time between a write of a live run and its being ready for whoever watches, ms. */
  readonly onEventLag: (ms: number) => void;
}

/** Makes what commands work with, when one asks for it. */
export interface Composition {
  readonly agent: (options: { readonly runs: string | undefined }) => Promise<Agent>;
  readonly service: (request: ServiceRequest) => Promise<Service>;
  /** Folder of the built page. */
  readonly pageDirectory: string;
}

/** What commands work with. A command returns its exit code. */
export interface CommandContext {
  readonly system: System;
  readonly agent: () => Promise<Agent>;
  readonly service: Composition["service"];
  readonly pageDirectory: string;
  readonly globals: () => { readonly json: boolean; readonly quiet: boolean; readonly verbose: boolean };
  /** One JSON document on standard output. */
  readonly printJson: (value: unknown) => void;
  /** Text for people; the last line break is ours when the text has none. */
  readonly print: (text: string) => void;
  /** Progress and warnings: standard error with `--json`, else standard output; nothing with `--quiet`. */
  readonly tell: (text: string) => void;
  /** Of standard output. */
  readonly style: TerminalStyle;
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
