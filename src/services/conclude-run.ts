import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision, Policy } from "../contract/policy.ts";
import type { Analysis, RunRecord } from "../contract/run.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import type { CollectionSummary, Window } from "../contract/window.ts";
import { certify } from "../pipeline/guard/certify.ts";
import type { PreparedScript } from "../ports/load-engine.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import type { Review } from "./approve-plan.ts";
import { bundleFiles, judge, toJson, type JudgedInputs } from "./run-bundle.ts";

/** What a run was held to; stands in its certificate. */
export interface GuardedBy {
  readonly policy: Policy;
  readonly decision: GuardDecision;
  readonly review: Review;
  readonly evaluatedIn: PreparedScript["evaluatedIn"];
}

/** Writes down how a run ended, certifies and judges it, and seals its folder. `beforeSeal` is the last chance to write into it. */
export async function concludeRun(
  work: Pick<JudgedInputs, "slos" | "baselines"> & {
    readonly plan: TestPlan;
    readonly preview: LoadPreview;
    readonly folder: RunFolder;
    readonly record: RunRecord;
    readonly collection: CollectionSummary;
    readonly windows: readonly Window[];
    /** Of every attempt and the clean-up, which the judged ones are among. */
    readonly allWindows: readonly Window[];
    readonly guardedBy: GuardedBy;
    readonly beforeSeal: (analysis: Analysis) => Promise<void>;
  },
): Promise<Analysis> {
  const { folder, guardedBy, beforeSeal, allWindows, ...inputs } = work;
  const { record, collection, plan } = inputs;
  const certificate = certify({ ...guardedBy, record, collection, windows: allWindows, plan });
  await folder.write(bundleFiles.record, toJson(record));
  await folder.write(bundleFiles.collection, toJson(collection));
  await folder.write(bundleFiles.certificate, toJson(certificate));
  const { analysis, files } = await judge({ ...inputs, rules: guardedBy.policy.compare, certificate });
  for (const [name, content] of Object.entries(files)) await folder.write(name, content);
  await beforeSeal(analysis);
  await folder.seal();
  return analysis;
}
