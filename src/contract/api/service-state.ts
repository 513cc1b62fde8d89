import { z } from "zod";

/** `GET /healthz`: the process runs. `GET /readyz`: it takes work; with status 503 a problem says why not. */
export const serviceStateSchema = z.strictObject({ state: z.enum(["alive", "ready"]) }).meta({ id: "ServiceState" });

/** `GET /audit`, newest first. */
export const auditPageSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        /** Epoch milliseconds. */
        at: z.number(),
        actor: z.string(),
        action: z.string(),
        outcome: z.enum(["allowed", "refused", "done"]),
        runId: z.string().nullable(),
        /** What it was done to. */
        subject: z.string(),
        reasons: z.array(z.string()),
      }),
    ),
  })
  .meta({ id: "AuditPage" });
export const auditQuerySchema = z.strictObject({
  /** Of this run only. */
  runId: z.string().min(1).max(200).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
});
