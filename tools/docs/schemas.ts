import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { approvalFileSchema } from "../../src/contract/approval.ts";
import { askedRunSchema } from "../../src/contract/asked-run.ts";
import { certificateSchema } from "../../src/contract/certificate.ts";
import {
  backupDocumentSchema,
  compareDocumentSchema,
  doctorDocumentSchema,
  previewDocumentSchema,
  runsDocumentSchema,
  validateDocumentSchema,
} from "../../src/contract/command-documents.ts";
import { errorDocumentSchema } from "../../src/contract/error-document.ts";
import {
  baselinesDocumentSchema,
  historyDocumentSchema,
  regressionsDocumentSchema,
} from "../../src/contract/history-document.ts";
import { evaluationDocumentSchema } from "../../src/contract/evaluation.ts";
import { loadPreviewSchema } from "../../src/contract/load-preview.ts";
import { pairedDocumentSchema } from "../../src/contract/paired-comparison.ts";
import { policySchema } from "../../src/contract/policy.ts";
import { calibrateDocumentSchema, confirmDocumentSchema } from "../../src/contract/rerun-documents.ts";
import {
  approveDocumentSchema,
  auditDocumentSchema,
  keysDocumentSchema,
  reviewDocumentSchema,
  trustDocumentSchema,
  trustListDocumentSchema,
} from "../../src/contract/review-documents.ts";
import { baselineSeriesSchema } from "../../src/contract/baseline.ts";
import { runDocumentSchema } from "../../src/contract/run.ts";
import { sloSetSchema } from "../../src/contract/slo-set.ts";
import { testPlanSchema } from "../../src/contract/test-plan.ts";

const schemas: readonly [name: string, title: string, schema: z.ZodType][] = [
  ["run-document", "What run, analyse, show and import-results print with --json", runDocumentSchema],
  ["error-document", "What a command prints with --json when it ends before there is a run", errorDocumentSchema],
  ["validate-document", "What validate prints with --json", validateDocumentSchema],
  ["plan-document", "What plan prints with --json", previewDocumentSchema],
  ["runs-document", "What runs prints with --json", runsDocumentSchema],
  ["backup-document", "What backup prints with --json", backupDocumentSchema],
  ["compare-document", "What compare prints with --json", compareDocumentSchema],
  ["baselines-document", "What baselines list prints with --json", baselinesDocumentSchema],
  ["history-document", "What history prints with --json", historyDocumentSchema],
  ["regressions-document", "What regressions prints with --json", regressionsDocumentSchema],
  ["paired-document", "What compare --paired prints with --json", pairedDocumentSchema],
  ["confirm-document", "What confirm prints with --json", confirmDocumentSchema],
  ["calibrate-document", "What calibrate prints with --json", calibrateDocumentSchema],
  ["asked-run", "How a run was asked for: request.json of a run folder", askedRunSchema],
  ["doctor-document", "What doctor prints with --json", doctorDocumentSchema],
  ["evaluation-document", "What eval prints with --json", evaluationDocumentSchema],
  ["review-document", "What review prints with --json", reviewDocumentSchema],
  ["approve-document", "What approve prints with --json", approveDocumentSchema],
  ["keys-document", "What keys prints with --json", keysDocumentSchema],
  ["audit-document", "What audit prints with --json", auditDocumentSchema],
  ["trust-document", "What trust prints with --json", trustDocumentSchema],
  ["trust-list-document", "What trust prints with --json and --list or --revoke", trustListDocumentSchema],
  ["approval", "An approval as `approve` writes it: approvals/<hash>.json", approvalFileSchema],
  ["effective-plan", "A plan as understood: effective-plan.yaml of a run folder", testPlanSchema],
  ["policy", "The policy in force: the layers narrowed into one, units resolved", policySchema],
  ["slo-set", "Objectives as understood", sloSetSchema],
  ["load-preview", "The load as it will be, computed from a plan", loadPreviewSchema],
  ["certificate", "What a run was allowed, how that was held and what was observed", certificateSchema],
  [
    "baseline-series",
    "What `baselines export` writes, and `baselines import` and `run --baselines` read",
    baselineSeriesSchema,
  ],
];

/** Path to text of each JSON Schema (2020-12), the plan as typed included. */
export async function schemaDocuments(root: string): Promise<readonly (readonly [string, string])[]> {
  const all = [...schemas];
  const planDocument = join(root, "src/contract/plan-document.ts");
  if (existsSync(planDocument)) {
    const { planDocumentSchema }: { planDocumentSchema?: unknown } = await import(pathToFileURL(planDocument).href);
    if (planDocumentSchema instanceof z.ZodType) all.push(["plan", "A test plan as typed", planDocumentSchema]);
  }
  return all.map(([name, title, schema]) => {
    const document = { title, ...z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) };
    return [`docs/formats/${name}.schema.json`, `${JSON.stringify(document, null, 2)}\n`];
  });
}
