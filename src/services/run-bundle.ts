import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { certificateSchema, type Certificate } from "../contract/certificate.ts";
import { collectionSummarySchema } from "../contract/collection-summary.ts";
import { PerfAgentError } from "../contract/errors.ts";
import { loadPreviewSchema, type LoadPreview } from "../contract/load-preview.ts";
import { policySchema } from "../contract/policy.ts";
import {
  comparisonBasisSchema,
  defaultComparisonRules,
  type ComparisonBasis,
  type ComparisonRules,
} from "../contract/comparison.ts";
import {
  runDocumentSchema,
  runRecordSchema,
  type Analysis,
  type RunDocument,
  type RunRecord,
} from "../contract/run.ts";
import type { ScriptBundle } from "../contract/script-bundle.ts";
import { sloSetSchema, type SloSet } from "../contract/slo-set.ts";
import { testPlanSchema, type TestPlan } from "../contract/test-plan.ts";
import type { CollectionSummary, Window } from "../contract/window.ts";
import type { RunFolder } from "../ports/run-folders.ts";

/** Names of the files of a run bundle; docs/formats/run-bundle.md describes each. */
export const bundleFiles = {
  planAsTyped: "plan.yaml",
  plan: "effective-plan.yaml",
  preview: "preview.json",
  objectives: "objectives.json",
  policy: "policy.json",
  guard: "guard.json",
  review: "review.json",
  certificate: "certificate.json",
  events: "events.jsonl",
  windows: "windows.bin",
  script: "script/",
  baselines: "baselines.json",
  request: "request.json",
  record: "run.json",
  collection: "collection.json",
  engineLog: "engine.log",
  samples: "samples.csv.gz",
  document: "result.json",
  evidence: "evidence.json",
  html: "report.html",
  markdown: "report.md",
} as const;

/** Everything analysis needs; a bundle holds it frozen, so that the same agent gives the same bytes again. */
export interface JudgedInputs {
  readonly record: RunRecord;
  readonly plan: TestPlan | null;
  readonly preview: LoadPreview | null;
  readonly slos: SloSet;
  readonly baselines: ComparisonBasis;
  /** What the comparison calls a change. */
  readonly rules: ComparisonRules;
  readonly collection: CollectionSummary;
  readonly windows: readonly Window[];
  /** null: an imported run. */
  readonly certificate: Certificate | null;
}

export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Script files without data: rows and uploads stay outside of bundles, their digests stand in the plan. */
export async function writeScript(folder: RunFolder, bundle: ScriptBundle): Promise<void> {
  for (const file of bundle.files) {
    if ("text" in file && !file.path.startsWith("data/"))
      await folder.write(`${bundleFiles.script}${file.path}`, file.text);
  }
}

/** Throws PA_RUN_BUNDLE_DAMAGED. */
export async function readJson<T>(folder: RunFolder, name: string, schema: z.ZodType<T>): Promise<T> {
  return readAs(folder, name, schema, JSON.parse);
}

async function readAs<T>(
  folder: RunFolder,
  name: string,
  schema: z.ZodType<T>,
  parse: (text: string) => unknown,
): Promise<T> {
  const text = await folder.read(name);
  try {
    return schema.parse(parse(text));
  } catch (error) {
    throw PerfAgentError.of("PA_RUN_BUNDLE_DAMAGED", `${folder.directory}: ${name} is not what this version writes`, {
      cause: error,
    });
  }
}

/** What a run is judged by, as it was frozen before the run began. Throws PA_RUN_BUNDLE_DAMAGED. */
export async function readFrozen(
  folder: RunFolder,
): Promise<Pick<JudgedInputs, "plan" | "preview" | "slos" | "baselines" | "rules">> {
  const hasPlan = await folder.has(bundleFiles.plan);
  return {
    plan: hasPlan
      ? await readAs(folder, bundleFiles.plan, testPlanSchema, (text): unknown => parseYaml(text, { maxAliasCount: 0 }))
      : null,
    preview: hasPlan ? await readJson(folder, bundleFiles.preview, loadPreviewSchema) : null,
    slos: await readJson(folder, bundleFiles.objectives, sloSetSchema),
    baselines: await readJson(folder, bundleFiles.baselines, comparisonBasisSchema),
    rules: (await folder.has(bundleFiles.policy))
      ? (await readJson(folder, bundleFiles.policy, policySchema)).compare
      : defaultComparisonRules,
  };
}

/** Reads what a finished run was judged by. Throws PA_RUN_BUNDLE_DAMAGED. */
export async function readInputs(folder: RunFolder): Promise<JudgedInputs> {
  if (!(await folder.has(bundleFiles.collection))) {
    throw PerfAgentError.of(
      "PA_RUN_BUNDLE_DAMAGED",
      `${folder.directory}: the run did not come to its end, there is no ${bundleFiles.collection}`,
    );
  }
  const { certificate } = bundleFiles;
  return {
    ...(await readFrozen(folder)),
    record: await readJson(folder, bundleFiles.record, runRecordSchema),
    collection: await readJson(folder, bundleFiles.collection, collectionSummarySchema),
    windows: await folder.readWindows(),
    certificate: (await folder.has(certificate)) ? await readJson(folder, certificate, certificateSchema) : null,
  };
}

/** The document as judged. Throws PA_RUN_BUNDLE_DAMAGED when there is none. */
export function readDocument(folder: RunFolder): Promise<RunDocument> {
  return readJson(folder, bundleFiles.document, runDocumentSchema);
}

/** Loads the code of `judge`, which is large, before it is needed. */
export function loadJudgement() {
  return Promise.all([
    import("../pipeline/analyse/analyse.ts"),
    import("../pipeline/report/render-html.ts"),
    import("../pipeline/report/render-markdown.ts"),
    import("../pipeline/report/write-json.ts"),
  ]);
}

/** The files of a judgement, name to content. Pure in its inputs: places on disk do not enter. */
export async function judge(
  inputs: JudgedInputs,
): Promise<{ analysis: Analysis; files: Readonly<Record<string, string>> }> {
  const [{ analyse }, { renderHtml }, { renderMarkdown }, { writeDocument }] = await loadJudgement();
  const { baselines, ...rest } = inputs;
  const analysis = analyse({
    ...rest,
    basis: baselines,
    directory: ".",
    files: {
      html: bundleFiles.html,
      markdown: bundleFiles.markdown,
      junit: null,
      evidence: bundleFiles.evidence,
    },
  });
  return {
    analysis,
    files: {
      [bundleFiles.document]: writeDocument(analysis.document),
      [bundleFiles.evidence]: toJson({ schemaVersion: 1, evidence: analysis.evidence }),
      [bundleFiles.html]: renderHtml(analysis),
      [bundleFiles.markdown]: renderMarkdown(analysis),
    },
  };
}

/** The document as people's scripts get it: with the folder and full paths of the files. */
export function placed(document: RunDocument, directory: string): RunDocument {
  const full = (name: string | null): string | null => (name === null ? null : `${directory}/${name}`);
  const { html, markdown, junit, evidence } = document.files;
  return {
    ...document,
    directory,
    files: { html: full(html), markdown: full(markdown), junit, evidence: full(evidence) },
  };
}
