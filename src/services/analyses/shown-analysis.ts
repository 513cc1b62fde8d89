import { z } from "zod";
import { comparisonBasisSchema } from "../../contract/comparison.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { chartSchema, evidenceSchema, runDocumentSchema, type Analysis } from "../../contract/run.ts";
import { sloSetSchema } from "../../contract/slo-set.ts";
import type { RunFolder } from "../../ports/run-folders.ts";
import { bundleFiles, judge, readInputs, readJson, toJson, type JudgedInputs } from "../run-bundle.ts";
import type { Service } from "../service.ts";

/** What a page draws of an analysis. Most of it no file of a bundle holds as data, and judging a long run takes seconds: so it is kept. */
const shownSchema = z.strictObject({
  document: runDocumentSchema,
  evidence: z.array(evidenceSchema),
  charts: z.array(chartSchema),
  counterfactuals: z.array(z.string()),
  explanations: z.array(z.string()),
  warnings: z.array(z.string()),
  narrative: z.string().nullable(),
});
export type ShownAnalysis = z.infer<typeof shownSchema>;

/** Part of a run's folder that an analysis lies in: "" for the one that the run ended with, or `analyses/N/`. */
type Place = string;

/**
 * Keeps an analysis as a page draws it, beside those of other versions of the agent, in `analyses/`, which no manifest covers. `narrative`:
 * what a model said of it; null: the figures stand alone.
 */
export async function keepShown(
  { version }: Pick<Service, "version">,
  folder: RunFolder,
  place: Place,
  { analysis, narrative }: { readonly analysis: Analysis; readonly narrative: string | null },
): Promise<ShownAnalysis> {
  const { document, evidence, charts, counterfactuals, explanations, warnings } = analysis;
  const shown: ShownAnalysis = {
    document,
    evidence: [...evidence],
    charts: [...charts],
    counterfactuals: [...counterfactuals],
    explanations: [...explanations],
    warnings: [...warnings],
    narrative,
  };
  await folder.write(nameOf(version, place), toJson(shown)).catch((error: unknown) => {
    // A folder that cannot be written can still be read.
    if (!(error instanceof PerfAgentError)) throw error;
  });
  return shown;
}

/** An analysis as a page draws it, judged anew where none of this version is kept, or a damaged one. Throws PA_RUN_BUNDLE_DAMAGED. */
export async function shownAnalysis(
  { version }: Pick<Service, "version">,
  folder: RunFolder,
  place: Place,
): Promise<ShownAnalysis> {
  const name = nameOf(version, place);
  const kept = (await folder.has(name)) ? await readJson(folder, name, shownSchema).catch(() => null) : null;
  if (kept !== null) return kept;
  const { analysis } = await judge(await inputsOf(folder, place));
  return keepShown({ version }, folder, place, { analysis, narrative: null });
}

function nameOf(version: string, place: Place): string {
  return `${place === "" ? "analyses/" : place}shown-${version}.json`;
}

async function inputsOf(folder: RunFolder, place: Place): Promise<JudgedInputs> {
  const inputs = await readInputs(folder);
  if (place === "") return inputs;
  const baselines = `${place}${bundleFiles.baselines}`;
  return {
    ...inputs,
    slos: await readJson(folder, `${place}${bundleFiles.objectives}`, sloSetSchema),
    baselines: (await folder.has(baselines))
      ? await readJson(folder, baselines, comparisonBasisSchema)
      : inputs.baselines,
  };
}
