import { defaultComparisonRules } from "../../src/contract/comparison.ts";
import type { Analysis } from "../../src/contract/run.ts";
import { limitRulesOf, type SloSet } from "../../src/contract/slo-set.ts";
import { analyse, type AnalysisInput } from "../../src/pipeline/analyse/analyse.ts";
import { basisOf } from "./compared-runs.ts";
import { collectionOf, iterationsOf, planOf, previewOf, recordOf, windowsOf, type Sample } from "./fabricated-run.ts";

const files = { html: null, markdown: null, junit: null, evidence: null };

/** The analysis of a minute of these samples under a load that was delivered, unless `overrides` say otherwise. */
export function analysed(samples: readonly Sample[], slos: SloSet, overrides: Partial<AnalysisInput> = {}): Analysis {
  const windows = windowsOf(samples, limitRulesOf(slos), { counters: iterationsOf(60), vus: () => 10 });
  return analyse({
    record: recordOf(),
    windows,
    collection: collectionOf(samples),
    plan: planOf(),
    preview: previewOf(),
    slos,
    basis: basisOf([]),
    rules: defaultComparisonRules,
    certificate: null,
    directory: "runs/x",
    files,
    ...overrides,
  });
}
