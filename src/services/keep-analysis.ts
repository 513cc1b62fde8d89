import type { ComparisonBasis } from "../contract/comparison.ts";
import type { Analysis } from "../contract/run.ts";
import type { SloSet } from "../contract/slo-set.ts";
import type { RunFolder } from "../ports/run-folders.ts";
import { bundleFiles, judge, toJson, type JudgedInputs } from "./run-bundle.ts";

/** Where a later analysis of a run lies in its folder. */
export function laterAnalysis(number: number): string {
  return `analyses/${number}/`;
}

/**
 * Judges what a kept run was judged by with other objectives or another basis, and keeps the result with what it was judged by as the next
 * `analyses/N/` of its folder. Absent: as it was.
 */
export async function keepAnalysis(
  folder: RunFolder,
  inputs: JudgedInputs,
  { slos = inputs.slos, baselines }: { readonly slos?: SloSet; readonly baselines?: ComparisonBasis },
): Promise<{ readonly analysis: Analysis; readonly number: number }> {
  const { analysis, files } = await judge({ ...inputs, slos, baselines: baselines ?? inputs.baselines });
  let number = 1;
  while (await folder.has(`${laterAnalysis(number)}${bundleFiles.objectives}`)) number += 1;
  const place = laterAnalysis(number);
  await folder.write(`${place}${bundleFiles.objectives}`, toJson(slos));
  if (baselines !== undefined) await folder.write(`${place}${bundleFiles.baselines}`, toJson(baselines));
  for (const [name, content] of Object.entries(files)) await folder.write(`${place}${name}`, content);
  return { analysis, number };
}
