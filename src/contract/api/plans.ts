import { z } from "zod";
import { understoodObjectiveSchema } from "../command-documents.ts";
import { errorDocumentSchema } from "../error-document.ts";
import { loadPreviewSchema } from "../load-preview.ts";
import { loadSummarySchema } from "../load-summary.ts";
import { guardDecisionSchema } from "../policy.ts";
import { reviewDocumentSchema } from "../review-documents.ts";
import { pageOf } from "./page.ts";

/** Names of files that come with a plan: one folder, nothing hidden, nothing that leads out. */
export const uploadNameSchema = z
  .string()
  .min(1)
  .max(120)
  .regex(
    /^[A-Za-z0-9_][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*){0,4}$/u,
    "a relative path of letters, digits, - _ . and at most four folders",
  )
  .refine((name) => !name.split("/").some((part) => part.includes("..")), "no part may hold ..")
  // Some systems leave a dot at the end away, so that the name would be another one's.
  .refine((name) => !name.split("/").some((part) => part.endsWith(".")), "no part may end with a dot");

/** `POST /plan`: a plan as YAML text or as the object it stands for. Multipart takes the same names as parts. */
export const submitPlanRequestSchema = z
  .strictObject({
    plan: z.union([z.string(), z.record(z.string(), z.unknown())]),
    /** One document, or several by file name (OpenSLO files refer to each other). */
    slos: z.union([z.string(), z.record(z.string(), z.unknown())]).optional(),
    /** Data and bodies by the path under which the plan names them, as text or, where they are none, as bytes. */
    data: z.record(uploadNameSchema, z.union([z.string(), z.strictObject({ base64: z.base64() })])).optional(),
    environment: z.string().max(200).optional(),
    /** `path=value` changes of the plan, as `-o` takes them. */
    overrides: z.array(z.string().max(10_000)).max(100).optional(),
  })
  .meta({ id: "SubmitPlan" });
export type SubmitPlanRequest = z.infer<typeof submitPlanRequestSchema>;

/** `:planId` of a path. */
export const planIdParamsSchema = z.strictObject({ planId: z.string().max(100) });
/** `GET /plans/{planId}/files/{path}` */
export const planFileParamsSchema = z.strictObject({ planId: z.string().max(100), "*": uploadNameSchema });
/** `GET /plans/{planId}/review`: first digits of the hash of another plan; the newest approved one of the name unless said. */
export const planReviewQuerySchema = z.strictObject({
  against: z
    .string()
    .regex(/^[0-9a-f]{6,64}$/u)
    .optional(),
});

export const planStates = ["draft", "approved", "rejected"] as const;

/** One line of `GET /plans`. */
export const planHeadSchema = z
  .strictObject({
    planId: z.string(),
    /** SHA-256 that an approval binds. */
    hash: z.string(),
    name: z.string(),
    service: z.string(),
    environment: z.string(),
    author: z.string(),
    /** Epoch milliseconds. */
    createdAt: z.number(),
    /** `approved`: enough approvals count now, or the environment needs none. */
    state: z.enum(planStates),
    guard: z.enum(["allow", "refuse"]),
    runs: z.number(),
  })
  .meta({ id: "PlanHead" });
export type PlanHead = z.infer<typeof planHeadSchema>;
export const planPageSchema = pageOf(planHeadSchema).meta({ id: "PlanPage" });

export const apiWarningSchema = z.strictObject({
  code: z.string(),
  text: z.string(),
  file: z.string().nullable(),
  line: z.number().nullable(),
  column: z.number().nullable(),
  remedy: z.string(),
});

/** Answer of `POST /plan`. */
export const submittedPlanSchema = z
  .strictObject({
    planId: z.string(),
    hash: z.string(),
    /** The plan as understood: every default filled, YAML. */
    effectivePlan: z.string(),
    preview: loadPreviewSchema,
    guard: guardDecisionSchema,
    scripts: z.strictObject({ k6: z.string() }),
    /** Objectives as they were understood. */
    understood: z.array(understoodObjectiveSchema),
    warnings: z.array(apiWarningSchema),
  })
  .meta({ id: "SubmittedPlan" });
export type SubmittedPlan = z.infer<typeof submittedPlanSchema>;

/** `GET /plans/{planId}`: the same with what was handed in. */
export const planResourceSchema = z
  .strictObject({
    ...planHeadSchema.shape,
    /** As typed. */
    planText: z.string(),
    /** By file name. */
    sloTexts: z.record(z.string(), z.string()),
    files: z.array(z.strictObject({ path: z.string(), bytes: z.number(), sha256: z.string() })),
    ...submittedPlanSchema.omit({ planId: true, hash: true, guard: true }).shape,
    decision: guardDecisionSchema,
    /** Rejections and approvals, newest first. */
    reviews: z.array(
      z.strictObject({
        by: z.string(),
        at: z.string(),
        outcome: z.enum(["approved", "rejected"]),
        comment: z.string().nullable(),
      }),
    ),
    selfApproved: z.boolean(),
    wanted: z.number(),
    counting: z.number(),
    /** May the asking person approve it, and if not, why. */
    approvable: z.strictObject({ allowed: z.boolean(), why: z.string().nullable() }),
  })
  .meta({ id: "PlanResource" });
export type PlanResource = z.infer<typeof planResourceSchema>;

/** `POST /plans/check`: what `validate` and `plan` say, without keeping anything. It never fails for a bad plan: mistakes are the answer. */
export const checkedPlanSchema = z
  .strictObject({
    valid: z.boolean(),
    errors: errorDocumentSchema.shape.errors,
    /** null while there are mistakes. */
    preview: loadPreviewSchema.nullable(),
    guard: guardDecisionSchema.nullable(),
    load: loadSummarySchema.nullable(),
    understood: z.array(understoodObjectiveSchema),
    warnings: z.array(apiWarningSchema),
  })
  .meta({ id: "CheckedPlan" });
export type CheckedPlan = z.infer<typeof checkedPlanSchema>;

/** `GET /plans/{planId}/review?against=HASH` */
export const planReviewSchema = reviewDocumentSchema.omit({ approveWith: true }).meta({ id: "PlanReview" });
export type PlanReviewResource = z.infer<typeof planReviewSchema>;

/** `POST /plans/{planId}/approvals` and `…/rejections` */
export const approveRequestSchema = z
  .strictObject({ hash: z.string().regex(/^[0-9a-f]{8,64}$/u), comment: z.string().max(2000).optional() })
  .meta({ id: "Approve" });
export type ApproveRequest = z.infer<typeof approveRequestSchema>;
export const approvedSchema = z
  .strictObject({ hash: z.string(), state: z.enum(planStates), wanted: z.number(), counting: z.number() })
  .meta({ id: "Approved" });
export type PlanStanding = z.infer<typeof approvedSchema>;
