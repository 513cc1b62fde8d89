import { PerfAgentError } from "../../contract/errors.ts";
import type { RunPurpose } from "../../contract/run.ts";
import type { PlanRequest } from "../../services/load-plan.ts";
import type { StartRunRequest } from "../../services/run-request.ts";
import { textOption, textsOption, type OptionValues } from "./command-context.ts";

/** The options that every command on a plan shares. */
export function toPlanRequest(positional: readonly string[], options: OptionValues): PlanRequest {
  return {
    planFile: positional[0] ?? "plan.yaml",
    sloFiles: textsOption(options, "slo"),
    policyFile: textOption(options, "policy") ?? null,
    environment: textOption(options, "env"),
    overrides: textsOption(options, "override"),
    baseUrl: textOption(options, "baseUrl"),
    scriptDirectory: textOption(options, "script") ?? null,
  };
}

/** The options that every command which runs a plan shares. Throws PA_USAGE. */
export function toRunRequest(
  positional: readonly string[],
  options: OptionValues,
  purpose: RunPurpose,
): StartRunRequest {
  return {
    ...toPlanRequest(positional, options),
    tags: toTags(options),
    baselineTags: pairsOf(options, "baseline-tag"),
    baselinesFile: textOption(options, "baselines") ?? null,
    keepSamples: options["keepSamples"] === true,
    inconclusiveAs: toInconclusiveAs(options),
    purpose,
    basis: null,
  };
}

/** A whole number within limits. Throws PA_USAGE. */
export function toCount(options: OptionValues, name: string, from: number, to: number): number {
  const value = Number(options[name]);
  if (Number.isInteger(value) && value >= from && value <= to) return value;
  throw PerfAgentError.of("PA_USAGE", `--${name} takes a whole number from ${from} to ${to}`);
}

/** `--tag name=value` as a record. Throws PA_USAGE. */
export function toTags(options: OptionValues): Record<string, string> {
  return pairsOf(options, "tag");
}

/** A repeatable option `--flag name=value` as a record. Throws PA_USAGE. */
function pairsOf(options: OptionValues, flag: "tag" | "baseline-tag"): Record<string, string> {
  return Object.fromEntries(
    textsOption(options, flag === "tag" ? flag : "baselineTag").map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw PerfAgentError.of("PA_USAGE", `--${flag} ${text}: write name=value`);
      return [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

export function toInconclusiveAs(options: OptionValues): "pass" | "fail" | undefined {
  const value = options["inconclusiveAs"];
  return value === "pass" || value === "fail" ? value : undefined;
}
