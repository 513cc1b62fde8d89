import type { Load, Scenario, TestPlan } from "../../contract/test-plan.ts";

export interface Scaling {
  /** Share of rates, virtual users and iterations, above 0 and at most 1; 1 unless said. */
  readonly load?: number;
  /** Share of the time that stages and starts take, above 0 and at most 1; 1 unless said. */
  readonly time?: number;
}

/** What a product of fractions may be above the whole number it stands for. */
const excess = 1e-9;

/**
 * The same plan with less load, or in less time. Seed, data, endpoints, branches and drains stay, so that the iterations that are
 * left are the first ones of the whole plan. Whole numbers are rounded up and never fall to 0 where they were above it.
 * In mode per-vu the iterations of each user stay, as their number falls with that of the users.
 * With less time scenarios that followed one another may come to overlap in their drains: the guard judges the scaled plan anew.
 */
export function scaleLoad(plan: TestPlan, { load = 1, time = 1 }: Scaling): TestPlan {
  for (const share of [load, time]) if (!(share > 0 && share <= 1)) throw new RangeError(`${share} is not a share`);
  return { ...plan, scenarios: plan.scenarios.map((scenario) => scaleScenario(scenario, load, time)) };
}

function scaleScenario(scenario: Scenario, share: number, time: number): Scenario {
  const startAfterMs = Math.round(scenario.startAfterMs * time);
  return { ...scenario, startAfterMs, load: scaleOf(scenario.load, share, time) };
}

function scaleOf(load: Load, share: number, time: number): Load {
  const hold =
    load.hold === null
      ? null
      : { fromMs: Math.round(load.hold.fromMs * time), toMs: Math.round(load.hold.toMs * time) };
  switch (load.model) {
    case "open":
      return {
        ...load,
        hold,
        stages: shorten(load.stages, time).map((stage) => ({ ...stage, toPerSecond: stage.toPerSecond * share })),
        maxVus: whole(load.maxVus * share),
        maxVusReason: share === 1 ? load.maxVusReason : `${percent(share)} of ${load.maxVus} (${load.maxVusReason})`,
      };
    case "closed":
      return {
        ...load,
        hold,
        stages: shorten(load.stages, time).map((stage) => ({ ...stage, toVus: whole(stage.toVus * share) })),
      };
    default: {
      const shared = load.mode === "shared";
      const iterations = whole(load.iterations * time * (shared ? share : 1));
      const vus = whole(load.vus * share);
      return {
        ...load,
        hold,
        iterations,
        // Engines refuse users that find nothing to share.
        vus: shared ? Math.min(vus, iterations) : vus,
        maxDurationMs: Math.max(1, Math.round(load.maxDurationMs * time)),
      };
    }
  }
}

/** Rounds the ends of stages, not their lengths, so that they stay in step with the part that holds. Jumps stay jumps. */
function shorten<S extends { readonly durationMs: number }>(stages: readonly S[], time: number): S[] {
  let end = 0;
  return stages.map((stage) => {
    const start = Math.round(end * time);
    end += stage.durationMs;
    return { ...stage, durationMs: Math.round(end * time) - start };
  });
}

function whole(value: number): number {
  return value === 0 ? 0 : Math.max(1, Math.ceil(value - excess));
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
