import { PerfAgentError } from "../../contract/errors.ts";
import { guardDecisionSchema, policySchema } from "../../contract/policy.ts";
import type { LoadPreview } from "../../contract/load-preview.ts";
import type { SloSet } from "../../contract/slo-set.ts";
import type { LiveEndpoint } from "../../pipeline/analyse/live-endpoints.ts";
import { createLiveFrames, type LiveFrames } from "../../pipeline/analyse/live-frames.ts";
import { createLiveObjectives, type LiveObjectives } from "../../pipeline/analyse/live-objectives.ts";
import { amountOf, usageOf } from "../../pipeline/guard/cost/cost-of.ts";
import { endpointsOf } from "../../pipeline/plan/measure-work.ts";
import type { RunFolder } from "../../ports/run-folders.ts";
import { bundleFiles, readFrozen, readJson } from "../run-bundle.ts";

/** What a run folder says before its first second. */
export interface LiveInputs {
  readonly folder: RunFolder;
  readonly preview: LoadPreview | null;
  readonly slos: SloSet;
  readonly endpoints: readonly LiveEndpoint[];
  readonly costLimit: number | null;
  readonly currency: string;
  /** For the windows of an attempt, from its first on. */
  follow(): { readonly frames: LiveFrames; readonly objectives: LiveObjectives };
}

/** null: the folder is not written yet as far as it must be. */
export async function readLiveInputs(folder: RunFolder): Promise<LiveInputs | null> {
  try {
    const { plan, preview, slos } = await readFrozen(folder);
    const guarded = (await folder.has(bundleFiles.policy)) && (await folder.has(bundleFiles.guard));
    const prices = guarded ? (await readJson(folder, bundleFiles.policy, policySchema)).cost : null;
    const cost = guarded ? (await readJson(folder, bundleFiles.guard, guardDecisionSchema)).cost : null;
    const endpoints = (plan?.scenarios ?? []).flatMap(({ name, work }) =>
      endpointsOf(work).map((endpoint) => ({ scenario: name, endpoint })),
    );
    const withoutSetup = plan !== null;
    const peakVus = preview?.peakVus ?? 0;
    return {
      folder,
      preview,
      slos,
      endpoints,
      costLimit: cost?.limit ?? null,
      currency: cost?.currency ?? "",
      follow: () => ({
        frames: createLiveFrames({
          endpoints,
          withoutSetup,
          spentAt: (elapsedMs) => (prices === null ? 0 : amountOf(usageOf(peakVus, elapsedMs, prices))),
        }),
        objectives: createLiveObjectives({ plan, preview, slos, withoutSetup }),
      }),
    };
  } catch (error) {
    if (error instanceof PerfAgentError && error.mistakes[0]?.code === "PA_RUN_BUNDLE_DAMAGED") return null;
    throw error;
  }
}
