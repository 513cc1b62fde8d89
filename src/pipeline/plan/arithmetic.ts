import type { Count, LoadPreview } from "../../contract/load-preview.ts";
import type { Load, Scenario, TestPlan } from "../../contract/test-plan.ts";
import { boundIterations, boundSum, countIterations } from "./count-iterations.ts";
import { countLogins, indexOf, mostRedirects, type PlanIndex } from "./count-logins.ts";
import { executionRequirements } from "./execution-steps.ts";
import { durationOf } from "./load-shape.ts";
import { endpointsOf, measureWork, type Range } from "./measure-work.ts";
import { drawTimeline } from "./draw-timeline.ts";
import { endpointsOfCleanup, onceScenario } from "./once-scenario.ts";

type ScenarioPreview = LoadPreview["scenarios"][number];
type Span = NonNullable<LoadPreview["judged"]>;

/**
 * The load as it will be, from the plan alone: counts are exact for open models and iterations, and upper bounds where the plan
 * leaves a choice (draws, logins, redirects) or the model is closed (from think times). When nothing fails, that is.
 */
export function previewLoad(plan: TestPlan): LoadPreview {
  const index = indexOf(plan);
  const scenarios = plan.scenarios.map((scenario) => previewScenario(index, scenario));
  const { peakVus, maxDurationMs } = executionRequirements(plan.scenarios);
  const timeline = drawTimeline(plan.scenarios);
  const isOpen = plan.scenarios.some(({ load }) => load.model === "open");
  // Their time is not counted: the scenarios decide how long the engine runs, and it bounds these from outside.
  const once = [plan.setup, endpointsOfCleanup(plan)].map((endpoints) =>
    previewScenario(index, onceScenario("once", endpoints, { maxDurationMs: 0, drainMs: 0 })),
  );
  return {
    schemaVersion: 1,
    peakVus,
    peakRatePerSecond: isOpen ? timeline.reduce((most, point) => Math.max(most, point.ratePerSecond), 0) : null,
    durationMs: scenarios.reduce((end, { endMs }) => Math.max(end, endMs), 0),
    maxDurationMs,
    iterations: sum(scenarios.map(({ iterations }) => iterations)),
    requests: sum([...scenarios, ...once].map(({ requests }) => requests)),
    writes: sum([...scenarios, ...once].map((one) => one.writes)),
    hosts: hostsOf(plan),
    data: plan.data.map(({ name, per, rows, atEnd }) => ({
      dataSet: name,
      needed: rowsOf(plan, scenarios, name, per),
      available: rows,
      atEnd,
    })),
    scenarios,
    timeline,
    vuHours: (peakVus * maxDurationMs) / 3_600_000,
    judged: intersection(scenarios.map(({ hold }) => hold)),
  };
}

function previewScenario(index: PlanIndex, scenario: Scenario): ScenarioPreview {
  const { name, load, startAfterMs, work } = scenario;
  const peakVus = executionRequirements([scenario]).peakVus;
  const perIteration = measureWork(work, (endpoint) => index.endpoints.get(endpoint)?.writes === true);
  const iterations = iterationsOf(load, perIteration.thinkMs);
  const logins = countLogins(index, scenario, iterations, peakVus);
  const redirects = mostRedirects(index, endpointsOf(work));
  const { min, max } = perIteration.requests;
  const requests =
    iterations === null
      ? null
      : {
          count: boundSum(iterations.count, perIteration.requests) * (1 + redirects) + (logins?.requests ?? 0),
          exact: iterations.exact && min === max && redirects === 0 && logins === null,
        };
  const endMs = startAfterMs + lengthOf(load);
  return {
    name,
    model: load.model,
    peakVus,
    peakRatePerSecond:
      load.model === "open" ? load.stages.reduce((most, { toPerSecond }) => Math.max(most, toPerSecond), 0) : null,
    maxVusReason: load.model === "open" ? load.maxVusReason : null,
    iterations,
    requests,
    writes: countWrites(iterations, perIteration.writes, logins === null ? 0 : logins.writes),
    startMs: startAfterMs,
    endMs,
    drainMs: load.drainMs,
    hold: load.hold === null ? null : { fromMs: startAfterMs + load.hold.fromMs, toMs: startAfterMs + load.hold.toMs },
  };
}

/** From the start of a load to the end of its last stage, ms. */
function lengthOf(load: Load): number {
  return load.model === "iterations" ? load.maxDurationMs : durationOf(load.stages);
}

function iterationsOf(load: Load, think: Range): Count | null {
  const count = countIterations(load);
  if (count !== null) return { count, exact: true };
  const bound = load.model === "closed" ? boundIterations(load, think) : null;
  return bound === null ? null : { count: bound, exact: false };
}

function countWrites(iterations: Count | null, perIteration: Range, loginWrites: number | null): Count | null {
  if (loginWrites === null) return null;
  if (perIteration.max === 0) return { count: loginWrites, exact: loginWrites === 0 };
  if (iterations === null) return null;
  return {
    count: boundSum(iterations.count, perIteration) + loginWrites,
    exact: iterations.exact && perIteration.min === perIteration.max && loginWrites === 0,
  };
}

function sum(counts: readonly (Count | null)[]): Count | null {
  let total: Count = { count: 0, exact: true };
  for (const one of counts) {
    if (one === null) return null;
    total = { count: total.count + one.count, exact: total.exact && one.exact };
  }
  return total;
}

function rowsOf(
  plan: TestPlan,
  scenarios: readonly ScenarioPreview[],
  dataSet: string,
  per: "iteration" | "vu",
): Count | null {
  const uses = plan.scenarios.flatMap((scenario, index) =>
    scenario.rows
      .filter((rows) => rows.dataSet === dataSet)
      .map(({ drawsPerIteration }) => ({ scenario, draws: drawsPerIteration, preview: scenarios[index] })),
  );
  if (per === "vu") {
    const { peakVus } = executionRequirements(uses.map(({ scenario }) => scenario));
    const draws = uses.reduce((most, one) => Math.max(most, one.draws), 0);
    return { count: peakVus * draws, exact: draws <= 1 };
  }
  return sum(
    uses.map(({ draws, preview }) => {
      const iterations = preview?.iterations ?? null;
      return iterations === null ? null : { count: iterations.count * draws, exact: iterations.exact && draws === 1 };
    }),
  );
}

function hostsOf(plan: TestPlan): string[] {
  const urls = plan.endpoints.map(({ at }) => (at === null ? plan.target.baseUrl : plan.target.others[at]));
  const hosts = urls.flatMap((url) => (url !== undefined && URL.canParse(url) ? [new URL(url).hostname] : []));
  return [...new Set(hosts)];
}

function intersection(holds: readonly (Span | null)[]): Span | null {
  let common: Span = { fromMs: 0, toMs: Infinity };
  for (const hold of holds) {
    if (hold === null) return null;
    common = { fromMs: Math.max(common.fromMs, hold.fromMs), toMs: Math.min(common.toMs, hold.toMs) };
  }
  return common.fromMs < common.toMs && Number.isFinite(common.toMs) ? common : null;
}
