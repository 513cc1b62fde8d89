import { existsSync, readdirSync, statSync } from "node:fs";
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
const goldenFolder = fileURLToPath(new URL("golden", import.meta.url));

/**
 * Scores the product. `data`: a folder with public sets, each optional; null: the golden set alone. Throws PA_EVALUATION_DATA for a
 * folder that is missing and for malformed files. `heldOut`: also the golden half that was put aside.
 */
export async function evaluate(
  data: string | null,
  golden: string = goldenFolder,
  heldOut = false,
): Promise<EvaluationDocument> {
  if (data !== null && !existsSync(data)) throw PerfAgentError.of("PA_EVALUATION_DATA", `${data}: no such folder`);
  if (data !== null && !statSync(data).isDirectory())
    throw PerfAgentError.of("PA_EVALUATION_DATA", `${data}: no folder`);
  const sets: ScoredSet[] = [await scoreGolden(golden, heldOut)];
  if (data !== null) {
    // One after the other: each measures time.
    for (const [name, score] of Object.entries(publicSets)) sets.push(await score(join(data, name)));
  }
  const later = laterSets.filter((name) => data !== null && existsSync(join(data, name)));
  const known = [...Object.keys(publicSets), ...laterSets, "LICENSES-data"];
  const folders =
    data === null ? [] : readdirSync(data, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const unknown = folders
    .map(({ name }) => name)
    .filter((name) => !known.includes(name))
    .toSorted();
  return {
    schemaVersion: 1,
    notes: [
      ...sets.flatMap(({ notes }) => notes),
      ...later.map((name) => `${name}: root causes are not scored yet`),
      ...unknown.map((name) => `${name}: not a set that is known here, not scored`),
      ...(data === null ? ["public data: no folder given (--data), not scored"] : []),
    ],
    cases: sets.flatMap(({ cases }) => cases),
    measures: sets.flatMap(({ measures }) => measures),
    rivals: sets.flatMap(({ rivals }) => rivals),
    ablation: sets.flatMap(({ ablation }) => ablation),
  };
}
