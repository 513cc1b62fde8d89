import type { Kysely } from "kysely";
import type { RunStore } from "../../ports/run-store.ts";
import type { Schema } from "./schema.ts";
import type { Guarded } from "./store-errors.ts";

/** The part of the store of runs that asks after one figure over many runs. */
export function sqlHistory(kysely: Kysely<Schema>, guarded: Guarded): Pick<RunStore, "series" | "history"> {
  return {
    series: ({ name, environment, endpoint }) =>
      guarded(() => {
        let query = kysely
          .selectFrom("series")
          .select(["service", "environment", "plan", "scenario", "endpoint"])
          .where((where) => where.or([where("service", "=", name), where("plan", "=", name)]))
          .orderBy("service")
          .orderBy("environment")
          .orderBy("plan")
          .orderBy("scenario")
          .orderBy("endpoint");
        if (environment !== undefined) query = query.where("environment", "=", environment);
        if (endpoint !== undefined) query = query.where("endpoint", "=", endpoint);
        return query.execute();
      }),
    history: ({ service, environment, plan, scenario, endpoint }, limit) =>
      guarded(async () => {
        const series = await kysely
          .selectFrom("series")
          .select("id")
          .where("service", "=", service)
          .where("environment", "=", environment)
          .where("plan", "=", plan)
          .where("scenario", "=", scenario)
          .where("endpoint", "=", endpoint)
          .executeTakeFirst();
        if (series === undefined) return [];
        const rows = await kysely
          .selectFrom("point")
          .innerJoin("baseline", "baseline.id", "point.baseline_id")
          .select([
            "baseline.run_id as runId",
            "point.started_at as startedAt",
            "baseline.verdict",
            "baseline.fingerprint",
            "baseline.commit_tag as commit",
            "point.p50",
            "point.p90",
            "point.p95",
            "point.p99",
            "point.requests",
            "point.failed as failedRequests",
            "point.rate as ratePerSecond",
          ])
          .where("point.series_id", "=", series.id)
          .where("baseline.verdict", "!=", "invalid")
          .orderBy("point.started_at", "desc")
          .orderBy("point.baseline_id", "desc")
          .limit(limit)
          .execute();
        return rows.toReversed();
      }),
  };
}
