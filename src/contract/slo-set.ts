import { z } from "zod";
import { errorBudgetSchema } from "./error-budget.ts";
import { measures, type LimitRule } from "./window.ts";

/** The statistic of an objective. */
export const statisticSchema = z.discriminatedUnion("kind", [
  /** `q` as a fraction, 0.95 for p95. */
  z.strictObject({ kind: z.literal("quantile"), q: z.number() }),
  z.strictObject({ kind: z.literal("mean") }),
  z.strictObject({ kind: z.literal("max") }),
  z.strictObject({ kind: z.literal("min") }),
  /** Share of samples below the objective's `belowMs`, for OpenSLO ratio objectives; the limit is the wanted share. */
  z.strictObject({ kind: z.literal("share-below"), belowMs: z.number() }),
  z.strictObject({ kind: z.literal("error-rate") }),
  z.strictObject({ kind: z.literal("throughput") }),
  z.strictObject({ kind: z.literal("apdex"), toleratedMs: z.number() }),
  /** Share of planned iterations that were dropped. */
  z.strictObject({ kind: z.literal("dropped") }),
  /** Share of checks that held. */
  z.strictObject({ kind: z.literal("checks") }),
]);
export type Statistic = z.infer<typeof statisticSchema>;

export const comparatorSchema = z.enum(["<", "<=", ">", ">="]);

export const objectiveSchema = z.strictObject({
  name: z.string(),
  /** The objective in the short form, as understood. */
  text: z.string(),
  statistic: statisticSchema,
  measure: z.enum(measures),
  /** null: all endpoints pooled. With `each`, every endpoint for itself. */
  endpoint: z.string().nullable(),
  each: z.boolean(),
  /** null: all scenarios. */
  scenario: z.string().nullable(),
  /** Endpoints that carry this tag in the plan; null: tags do not select. */
  tag: z.strictObject({ name: z.string(), value: z.string() }).nullable().default(null),
  comparator: comparatorSchema,
  /** Milliseconds, fraction or per second, as `unit` says. */
  limit: z.number(),
  unit: z.enum(["ms", "fraction", "per-second", "score"]),
  /** null: over the whole judged part. Else over every sliding window of this length (1 s steps), `share` of which must hold. */
  window: z.strictObject({ everyMs: z.number(), share: z.number() }).nullable(),
  severity: z.enum(["fail", "warn"]),
  /** Ends the run when breached. */
  stop: z.boolean(),
  /** Imported engine thresholds judge the whole run instead of the judged part. */
  wholeRun: z.boolean(),
  /** null: it declares none. */
  budget: errorBudgetSchema.nullable().default(null),
});
export type Objective = z.infer<typeof objectiveSchema>;

/** One criterion of a scored objective. */
export const criterionSchema = z.strictObject({
  /** As written. */
  text: z.string(),
  comparator: z.enum(["<", "<=", "=", ">=", ">"]),
  /** In the objective's unit; of relative criteria a share or an amount to add to the earlier runs' value. */
  value: z.number(),
  relative: z.enum(["share", "amount"]).nullable(),
  /** Name of the objective with this limit, whose judgement decides it; null: the value observed is compared with the limit. */
  objective: z.string().nullable(),
});
export type Criterion = z.infer<typeof criterionSchema>;

/** Scored sets (Keptn): objectives earn points, the total decides. */
export const scoringSchema = z.strictObject({
  passPercent: z.number(),
  warningPercent: z.number(),
  /** The earlier runs that relative criteria refer to. */
  compareWith: z.strictObject({
    runs: z.number(),
    include: z.enum(["all", "pass", "pass-or-warn"]),
    aggregate: z.enum(["mean", "p50", "p90", "p95"]),
  }),
  objectives: z.array(
    z.strictObject({
      /** Name of the objective that is measured, in this run and in earlier ones. */
      objective: z.string(),
      weight: z.number(),
      keySli: z.boolean(),
      /** Any of the lists must hold wholly; empty: it informs only. */
      pass: z.array(z.array(criterionSchema)),
      warning: z.array(z.array(criterionSchema)),
    }),
  ),
});
export type Scoring = z.infer<typeof scoringSchema>;

export const sloSetSchema = z.strictObject({
  schemaVersion: z.literal(1),
  service: z.string().nullable(),
  /** Platform defaults stood in for missing objectives: the verdict says so. */
  defaults: z.boolean(),
  objectives: z.array(objectiveSchema),
  /** null: every objective is judged for itself. */
  scoring: scoringSchema.nullable().default(null),
});
export type SloSet = z.infer<typeof sloSetSchema>;

/** Names of the objectives that only earn points: the total decides, not they themselves. */
export function scoredObjectives({ scoring }: Pick<SloSet, "scoring">): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { objective, pass, warning } of scoring?.objectives ?? []) {
    names.add(objective);
    for (const criterion of [...pass, ...warning].flat())
      if (criterion.objective !== null) names.add(criterion.objective);
  }
  return names;
}

/** Where samples must be counted exactly so that every duration objective of the set is decided without the histogram. */
export function limitRulesOf(slos: SloSet): LimitRule[] {
  const rules = new Map<string, LimitRule>();
  // What a tag selects is counted at every endpoint: which ones carry it is the plan's to say.
  for (const { statistic, measure, endpoint, scenario, limit } of slos.objectives) {
    const limits =
      statistic.kind === "quantile"
        ? [limit]
        : statistic.kind === "share-below"
          ? [statistic.belowMs]
          : statistic.kind === "apdex"
            ? [statistic.toleratedMs, 4 * statistic.toleratedMs]
            : [];
    for (const limitMs of limits) {
      const rule = { measure, endpoint, scenario, limitMs };
      rules.set(JSON.stringify(rule), rule);
    }
  }
  return [...rules.values()];
}
