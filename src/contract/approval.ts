import { z } from "zod";
import { canonicalJson } from "./canonical-json.ts";
import { loadSummarySchema } from "./load-summary.ts";
import { profiles } from "./script-bundle.ts";

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/u);

/** Everything that an approval binds. The SHA-256 of its canonical JSON is the hash of `approvals/<hash>.json`. */
export const approvableSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Name of the plan. */
  plan: z.string(),
  environment: z.string(),
  /** SHA-256 of the plan as understood. */
  effectivePlan: sha256Schema,
  /** SHA-256 of the very archive that runs, by profile. */
  archives: z.partialRecord(z.enum(profiles), sha256Schema),
  /** SHA-256 by data file. */
  data: z.record(z.string(), sha256Schema),
  /** What the engine is held to; null: no cap. */
  limits: z.record(z.string(), z.number().nullable()),
  engine: z.strictObject({ version: z.string(), sha256: sha256Schema }),
});
export type Approvable = z.infer<typeof approvableSchema>;

/** One signed consent. `by` is what its author typed; a name counts only where a policy lists the key under it. */
export const approvalSchema = z.strictObject({
  by: z.string(),
  /** ISO 8601, UTC, with milliseconds. */
  at: z.string(),
  comment: z.string().nullable(),
  /** "ed25519:BASE64" of the SPKI form. */
  key: z.string(),
  /** Base64, over `approvalStatement`. */
  signature: z.string(),
});
export type Approval = z.infer<typeof approvalSchema>;

/** What an approver saw, kept so that the next review can say what changed. */
const approvedContentSchema = z.strictObject({
  load: loadSummarySchema,
  /** Files of the script as `<profile>/<path>`; those equal to the full profile's stand once. Data and binary files by digest alone. */
  script: z.record(
    z.string(),
    z.union([z.strictObject({ text: z.string() }), z.strictObject({ sha256: sha256Schema })]),
  ),
});
export type ApprovedContent = z.infer<typeof approvedContentSchema>;

/** `approvals/<hash>.json`: it travels with the plan and is extended by each further approver. */
export const approvalFileSchema = z.strictObject({
  schemaVersion: z.literal(2),
  approvable: approvableSchema,
  ...approvedContentSchema.shape,
  approvals: z.array(approvalSchema).max(100),
});
export type ApprovalFile = z.infer<typeof approvalFileSchema>;

/** The text whose SHA-256 is the hash of an approval file. */
export function approvableText(approvable: Approvable): string {
  return canonicalJson(approvable);
}

/** The text whose SHA-256 a signature covers beside the hash, so that nobody can change what a later review compares with. */
export function contentText({ load, script }: ApprovedContent): string {
  return canonicalJson({ load, script });
}

/**
 * The text that is signed. Its first line sets it apart from whatever else a key may ever sign; the key stands in it, so that a
 * signature belongs to one key alone.
 */
export function approvalStatement(
  subject: { readonly hash: string; readonly contentSha256: string; readonly environment: string },
  { by, at, comment, key }: Omit<Approval, "signature">,
): string {
  const { hash, contentSha256, environment } = subject;
  return `perf-agent approval, version 2\n${canonicalJson({ hash, contentSha256, environment, by, at, comment, key })}`;
}
