import { runIdVariable } from "../../contract/engine-metrics.ts";
import type { StartOptions } from "../../ports/load-engine.ts";
import { gateSource } from "./gate-script.ts";

/** Tags of the sample rows: each costs k6 time and bytes, and the collector reads columns by their name. */
const systemTags = ["name", "status", "error_code", "scenario", "expected_response"];

/** k6's own sizes of `http.batch`, in all and to one host, beyond which a script may not go. */
const batch = 20;
const batchPerHost = 6;

const everyDottedName = "*.";

/** File descriptor at which the child finds its secrets. */
export const secretsDescriptor = 3;

/**
 * Command line of one run. Guardrails stand in flags, as those win over anything a script says; everything but pins,
 * which have no flag. Never --vus, --duration or --iterations: they would replace the script's scenarios.
 */
export function runArguments(
  options: Pick<StartOptions, "runId" | "enforcement" | "tags" | "secrets">,
  files: { archive: string; configuration: string; summary: string; gate: string | null },
): readonly string[] {
  const { blockedRanges, blockedHostnames, maxRatePerSecond, maxConnections } = options.enforcement;
  return [
    "run",
    "--quiet",
    "--no-color",
    "--log-format=json",
    "--log-output=stderr",
    // No REST server: a script could stop its own run through it.
    "--address=",
    "--include-system-env-vars=false",
    `--config=${files.configuration}`,
    `--summary-export=${files.summary}`,
    "--summary-mode=compact",
    // Objectives are judged by us; k6 would sort every sample every two seconds.
    "--no-thresholds",
    "--out=csv=-",
    `--system-tags=${systemTags.join(",")}`,
    "--env",
    `${runIdVariable}=${options.runId}`,
    ...blockedRanges.map((range) => `--blacklist-ip=${range}`),
    ...blockedNames(blockedHostnames).map((name) => `--block-hostnames=${name}`),
    ...(maxRatePerSecond === null ? [] : [`--rps=${Math.max(1, Math.floor(maxRatePerSecond))}`]),
    ...Object.entries(options.tags).flatMap(([name, value]) => ["--tag", `${name}=${value}`]),
    `--batch=${Math.min(batch, maxConnections)}`,
    `--batch-per-host=${Math.min(batchPerHost, maxConnections)}`,
    ...secretSources(Object.keys(options.secrets).length > 0, files.gate),
    files.archive,
  ];
}

/**
 * k6 takes "name" and "name." for two names, and refuses patterns of the second form (both majors, seen); but one pattern blocks every name that ends
 * in a dot.
 */
function blockedNames(names: readonly string[]): readonly string[] {
  return [everyDottedName, ...names.filter((name) => !name.endsWith("."))];
}

/** The script's own secrets are those that it gets without naming a source. */
function secretSources(hasSecrets: boolean, gate: string | null): readonly string[] {
  return [
    ...(hasSecrets ? [`--secret-source=file=default,name=secrets,filename=/dev/fd/${secretsDescriptor}`] : []),
    ...(gate === null ? [] : [`--secret-source=url=name=${gateSource},config=${gate}`]),
  ];
}
