import { PerfAgentError } from "../../contract/errors.ts";
import type { PlanRequest } from "../../services/load-plan.ts";
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

/** `--tag name=value`, or `--baseline-tag`, as a record. Throws PA_USAGE. */
export function toTags(options: OptionValues, flag: "tag" | "baseline-tag" = "tag"): Record<string, string> {
  return Object.fromEntries(
    textsOption(options, flag === "tag" ? "tag" : "baselineTag").map((text) => {
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
