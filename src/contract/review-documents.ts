import { z } from "zod";
import { loadSummarySchema } from "./load-summary.ts";
import { environmentSchema, policySchema } from "./policy.ts";

/** What the commands around review and trust print with `--json`; see command-documents.ts for the others. */

const standing = {
  plan: z.string(),
  environment: z.string(),
  /** Hash that an approval binds. */
  sha256: z.string(),
  /** The environment lets its users approve by running. */
  selfApproved: z.boolean(),
  /** How many keys must approve. */
  wanted: z.number(),
  /** Those that count, one a key. */
  approvals: z.array(
    z.strictObject({ by: z.string(), at: z.string(), comment: z.string().nullable(), key: z.string() }),
  ),
  /** Why each other one does not count. */
  refused: z.array(z.strictObject({ code: z.string(), text: z.string() })),
  load: loadSummarySchema,
};

/** `approve --json` */
export const approveDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  ...standing,
  /** The approval file that was written. */
  file: z.string(),
});
export type ApproveDocument = z.infer<typeof approveDocumentSchema>;

/** `review --json` */
export const reviewDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  ...standing,
  /** The approval compared with; null: the first review. `by` null: none of its signatures counts here. */
  against: z.strictObject({ sha256: z.string(), by: z.string().nullable(), at: z.string().nullable() }).nullable(),
  /** What an approval binds and is different from `against`. */
  changedParts: z.array(z.string()),
  /** Most dangerous first; everything in a first review. */
  changes: z.array(
    z.strictObject({
      what: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      /** Of load on the target, or of what it can do to it. */
      direction: z.enum(["more", "less", "neutral"]),
    }),
  ),
  files: z.array(
    z.strictObject({
      /** `<profile>/<path>` */
      path: z.string(),
      change: z.enum(["added", "removed", "changed"]),
      /**
       * All lines, hidden characters written out. Added files of other profiles are shown against those of the full one. Empty for
       * data and binary files, of which only digests are compared.
       */
      lines: z.array(z.strictObject({ kind: z.enum(["same", "added", "removed"]), text: z.string() })),
    }),
  ),
  /** Lines of the script with characters that cannot be seen or look like others. */
  hidden: z.array(z.strictObject({ path: z.string(), line: z.number(), text: z.string() })),
  /** What an approver agrees to. */
  checks: z.array(z.string()),
  /** The command that approves. */
  approveWith: z.string(),
});
export type ReviewDocument = z.infer<typeof reviewDocumentSchema>;

/** `keys --json` */
export const keysDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string(),
  /** "ed25519:BASE64" of the SPKI form. */
  key: z.string(),
});
export type KeysDocument = z.infer<typeof keysDocumentSchema>;

/** `audit --json`, newest first. */
export const auditDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  entries: z.array(
    z.strictObject({
      /** Epoch milliseconds. */
      at: z.number(),
      actor: z.string(),
      action: z.string(),
      outcome: z.enum(["allowed", "refused", "done"]),
      runId: z.string().nullable(),
      subject: z.string(),
      reasons: z.array(z.string()),
    }),
  ),
});
export type AuditDocument = z.infer<typeof auditDocumentSchema>;

/** `trust --json` */
export const trustDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  file: z.string(),
  sha256: z.string(),
  trusted: z.boolean(),
  /** Names of all environments that the file declares. */
  environments: z.array(z.string()),
  /** What it may do only where it is trusted. */
  opens: z.strictObject({
    environments: z.array(environmentSchema),
    selfApprove: z.array(z.string()),
    keys: z.record(z.string(), z.string()),
    webhooks: policySchema.shape.notify.shape.webhooks,
    /** Environment variables that plans handed in to the service may read. */
    secrets: z.array(z.string()),
  }),
});
export type TrustDocument = z.infer<typeof trustDocumentSchema>;

/** `trust --list --json` and `trust --revoke FILE --json`: what is, or was, trusted. */
export const trustListDocumentSchema = z.strictObject({
  schemaVersion: z.literal(1),
  policies: z.array(
    z.strictObject({
      sha256: z.string(),
      file: z.string().nullable(),
      /** ISO 8601. */
      at: z.string().nullable(),
      now: z.enum(["as trusted", "changed", "gone", "unknown", "revoked"]),
    }),
  ),
});
export type TrustListDocument = z.infer<typeof trustListDocumentSchema>;
