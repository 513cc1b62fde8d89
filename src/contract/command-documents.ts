import { z } from "zod";
import { serviceRunStates } from "./api/runs.ts";
import { loadPreviewSchema } from "./load-preview.ts";
import { guardDecisionSchema } from "./policy.ts";
import { verdictNames } from "./verdict-name.ts";

/** What commands besides `run` print with `--json`. Scripts depend on these shapes; a change of meaning raises `schemaVersion`. */

const warningSchema = z.object({
  code: z.string(),
  text: z.string(),
  file: z.string().optional(),
  line: z.number().optional(),
  column: z.number().optional(),
  remedy: z.string().optional(),
});

/** An objective as it was understood: in the short form, with the words it was read from. */
export const understoodObjectiveSchema = z.strictObject({
  name: z.string(),
  text: z.string(),
  dialect: z.enum(["short form", "OpenSLO", "Keptn", "k6 thresholds", "Taurus", "platform default"]),
  file: z.string().nullable(),
  line: z.number().nullable(),
  /** Where its meaning here differs from that of the tool it was written for; null: nowhere. */
  note: z.string().nullable(),
  /** `points`: it earns points of a total, which decides. */
  severity: z.enum(["fail", "warn", "points"]),
  stop: z.boolean(),
});
export type UnderstoodObjective = z.infer<typeof understoodObjectiveSchema>;

/** `validate --json` */
export const validateDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  valid: z.literal(true),
  plan: z.string(),
  environment: z.string(),
  scenarios: z.array(z.string()),
  endpoints: z.array(z.string()),
  objectives: z.array(z.string()),
  /** The same objectives, each as it was understood. */
  understood: z.array(understoodObjectiveSchema),
  warnings: z.array(warningSchema),
});
export type ValidateDocument = z.infer<typeof validateDocumentSchema>;

/** `plan --json` */
export const previewDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** 0, or 2 when the guard would refuse. */
  exitCode: z.number(),
  plan: z.string(),
  environment: z.string(),
  preview: loadPreviewSchema,
  guard: guardDecisionSchema,
  understood: z.array(understoodObjectiveSchema),
  warnings: z.array(warningSchema),
});
export type PreviewDocument = z.infer<typeof previewDocumentSchema>;

/** `runs --json`, newest first. */
export const runsDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runs: z.array(
    z.strictObject({
      runId: z.string(),
      /** Epoch milliseconds; of a run that waits, when it was asked for. */
      startedAt: z.number(),
      /** Epoch milliseconds; null: not over, or not known. */
      finishedAt: z.number().nullable(),
      service: z.string(),
      environment: z.string(),
      planName: z.string(),
      state: z.enum(serviceRunStates),
      verdict: z.enum(verdictNames).nullable(),
      /** Runs of equal fingerprint are comparable. */
      fingerprint: z.string(),
      directory: z.string(),
      tags: z.record(z.string(), z.string()),
      /** First reason of its verdict, or why there is none. */
      reason: z.string().nullable(),
    }),
  ),
});

/** `backup --json` */
export const backupDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Absolute. */
  file: z.string(),
  bytes: z.number(),
});
export type BackupDocument = z.infer<typeof backupDocumentSchema>;

/** `doctor --json` */
export const doctorDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** 0, or 3 when something that a run needs is missing. */
  exitCode: z.number(),
  checks: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(["ok", "problem"]),
      text: z.string(),
      remedy: z.string().nullable(),
    }),
  ),
});
export type DoctorDocument = z.infer<typeof doctorDocumentSchema>;

const changeSchema = z.strictObject({
  before: z.number().nullable(),
  after: z.number().nullable(),
  /** (after − before) / before; null where either is absent or before is 0. */
  change: z.number().nullable(),
});

/** `compare A B --json`: two runs side by side. Two runs carry no verdict: the spread between runs is unknown. */
export const compareDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  before: z.strictObject({ runId: z.string(), verdict: z.enum(verdictNames), startedAt: z.string() }),
  after: z.strictObject({ runId: z.string(), verdict: z.enum(verdictNames), startedAt: z.string() }),
  /** What makes the two hard to compare, such as another plan or engine; empty when they are alike. */
  differences: z.array(z.string()),
  endpoints: z.array(
    z.strictObject({
      scenario: z.string(),
      endpoint: z.string(),
      requests: changeSchema,
      errorRate: changeSchema,
      p50: changeSchema,
      p95: changeSchema,
      p99: changeSchema,
    }),
  ),
});
export type CompareDocument = z.infer<typeof compareDocumentSchema>;
