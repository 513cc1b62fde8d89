import { z } from "zod";
import { comparisonBasisSchema } from "../../contract/comparison.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { chartSchema, evidenceSchema, runDocumentSchema } from "../../contract/run.ts";
import { sloSetSchema } from "../../contract/slo-set.ts";
import type { RunFolder } from "../../ports/run-folders.ts";
import { bundleFiles, judge, readInputs, readJson, toJson, type JudgedInputs } from "../run-bundle.ts";
import type { Service } from "../service.ts";

/** What a page draws of an analysis and what no file of a bundle holds as data: kept, as judging a long run takes seconds. */
const shownSchema = z.strictObject({
  document: runDocumentSchema,
  evidence: z.array(evidenceSchema),
  charts: z.array(chartSchema),
  counterfactuals: z.array(z.string()),
  explanations: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type ShownAnalysis = z.infer<typeof shownSchema>;

/**
 * An analysis as a page draws it. `place`: "" for the one that the run ended with, or `analyses/N/`. It is judged once for each version of
 * the agent and kept in `analyses/`, which no manifest covers: what is missing or foreign there is judged anew. Throws PA_RUN_BUNDLE_DAMAGED.
 */
export async function shownAnalysis(
  { version }: Pick<Service, "version">,
  folder: RunFolder,
  place: string,
): Promise<ShownAnalysis> {
  const name = `${place === "" ? "analyses/" : place}shown-${version}.json`;
  const kept = (await folder.has(name)) ? await readJson(folder, name, shownSchema).catch(() => null) : null;
  if (kept !== null) return kept;
  const { analysis } = await judge(await inputsOf(folder, place));
  const { document, evidence, charts, counterfactuals, explanations, warnings } = analysis;
  const shown: ShownAnalysis = {
    document,
    evidence: [...evidence],
    charts: [...charts],
    counterfactuals: [...counterfactuals],
    explanations: [...explanations],
    warnings: [...warnings],
  };
  await folder.write(name, toJson(shown)).catch((error: unknown) => {
    // A folder that cannot be written can still be read.
    if (!(error instanceof PerfAgentError)) throw error;
  });
  return shown;
}

async function inputsOf(folder: RunFolder, place: string): Promise<JudgedInputs> {
  const inputs = await readInputs(folder);
  if (place === "") return inputs;
  const baselines = `${place}${bundleFiles.baselines}`;
  return {
    ...inputs,
    slos: await readJson(folder, `${place}${bundleFiles.objectives}`, sloSetSchema),
    baselines: (await folder.has(baselines)) ? await readJson(folder, baselines, comparisonBasisSchema) : inputs.baselines,
  };
}
