import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PerfAgentError } from "../src/contract/errors.ts";
import type { EvaluationDocument } from "../src/contract/evaluation.ts";
import { scoreCloudNoise } from "./sets/cloud-noise.ts";
import { scoreFaasLatency } from "./sets/faas-latency.ts";
import { scoreGolden } from "./sets/golden.ts";
import { scoreCommitHistory, scoreTalosGraphs } from "./sets/histories.ts";
import { scoreJmeterSample } from "./sets/jmeter-sample.ts";
import type { ScoredSet } from "./sets/scored-set.ts";

/** Sets of public data by the name of their folder. */
const publicSets: Readonly<Record<string, (folder: string) => Promise<ScoredSet>>> = {
  "cloud-noise": scoreCloudNoise,
  "faas-latency": scoreFaasLatency,
  "jmeter-sample": scoreJmeterSample,
  "talos-graphs": scoreTalosGraphs,
  "tsdb-commit-history": scoreCommitHistory,
};
/** Labelled by root cause. */
const laterSets = ["nezha", "petshop"];

/** The repository's golden runs; the published package does not have them. */
const goldenFolder = fileURLToPath(new URL("golden/data", import.meta.url));

/**
 * Scores the product. `data`: a folder with public sets, each optional; null: the golden set alone. Throws PA_EVALUATION_DATA for a
 * folder that is missing and for malformed files.
 */
export async function evaluate(data: string | null, golden: string = goldenFolder): Promise<EvaluationDocument> {
  if (data !== null && !existsSync(data)) throw PerfAgentError.of("PA_EVALUATION_DATA", `${data}: no such folder`);
  const sets: ScoredSet[] = [await scoreGolden(golden)];
  if (data !== null) {
    // One after the other: each measures time.
    for (const [name, score] of Object.entries(publicSets)) sets.push(await score(join(data, name)));
  }
  const later = laterSets.filter((name) => data !== null && existsSync(join(data, name)));
  return {
    schemaVersion: 1,
    notes: [
      ...sets.flatMap(({ notes }) => notes),
      ...later.map((name) => `${name}: root causes are not scored yet`),
      ...(data === null ? ["public data: no folder given (--data), not scored"] : []),
    ],
    cases: sets.flatMap(({ cases }) => cases),
    measures: sets.flatMap(({ measures }) => measures),
    rivals: sets.flatMap(({ rivals }) => rivals),
    ablation: sets.flatMap(({ ablation }) => ablation),
  };
}
