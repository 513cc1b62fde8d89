import type { Count, LoadPreview } from "../../contract/load-preview.ts";
import type { Auth, Load, Scenario, TestPlan } from "../../contract/test-plan.ts";
import { boundIterations, boundSum, countIterations } from "./count-iterations.ts";
import { executionRequirements } from "./execution-steps.ts";
import { durationOf } from "./load-shape.ts";
import { endpointsOf, measureWork, writesOf, type Range } from "./measure-work.ts";
import { drawTimeline } from "./draw-timeline.ts";
import { endpointsOfCleanup, onceScenario } from "./once-scenario.ts";
import { endpointsOfAuth } from "./read-auth.ts";

type ScenarioPreview = LoadPreview["scenarios"][number];
type Span = NonNullable<LoadPreview["judged"]>;

/**
 * The load as it will be, from the plan alone: counts are exact for open models and iterations, and upper bounds where the plan
 * leaves a choice (draws, logins, redirects) or the model is closed (from think times). When nothing fails, that is.
 */
export function previewLoad(plan: TestPlan): LoadPreview {
  const scenarios = plan.scenarios.map((scenario) => previewScenario(plan, scenario));
  const { peakVus, maxDurationMs } = executionRequirements(plan.scenarios);
  const timeline = drawTimeline(plan.scenarios);
  const isOpen = plan.scenarios.some(({ load }) => load.model === "open");
  // Their time is not counted: the scenarios decide how long the engine runs, and it bounds these from outside.
  const once = [plan.setup, endpointsOfCleanup(plan)].map((endpoints) =>
    previewScenario(plan, onceScenario("once", endpoints, { maxDurationMs: 0, drainMs: 0 })),
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

function previewScenario(plan: TestPlan, scenario: Scenario): ScenarioPreview {
  const { name, load, startAfterMs, work } = scenario;
  const peakVus = executionRequirements([scenario]).peakVus;
  const writes = writesOf(plan.endpoints);
  const perIteration = measureWork(work, writes);
  const iterations = iterationsOf(load, perIteration.thinkMs);
  const logins = loginsOf(plan, scenario, iterations, peakVus);
  const redirects = mostRedirectsOf(plan, endpointsOf(work));
  const { min, max } = perIteration.requests;
  const requests =
    iterations === null
      ? null
      : {
          count: boundSum(iterations.count, perIteration.requests) * (1 + redirects) + (logins?.count ?? 0),
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
    writes: countWrites(iterations, perIteration.writes, logins?.writes ?? 0),
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

/** What logging in and renewing adds at most; null when the scenario does neither. */
function loginsOf(
  plan: TestPlan,
  scenario: Scenario,
  iterations: Count | null,
  peakVus: number,
): { count: number; writes: number } | null {
  const auths = loginsIn(plan, scenario);
  if (auths.length === 0) return null;
  const writes = writesOf(plan.endpoints);
  let count = 0;
  let writing = 0;
  for (const auth of auths) {
    // A session that ends with its iteration logs in once an iteration; one of a user lives on and is renewed.
    const sessions = scenario.session === "vu" ? peakVus : (iterations?.count ?? 0);
    const lifeMs = lengthOf(scenario.load) + scenario.load.drainMs;
    const renewals =
      auth.renewAfterMs === null || scenario.session === "iteration" ? 0 : Math.floor(lifeMs / auth.renewAfterMs);
    count += sessions * (1 + renewals) * (1 + mostRedirectsOf(plan, endpointsOfAuth(auth)));
    if (endpointsOfAuth(auth).some(writes)) writing += sessions * (1 + renewals);
  }
  return { count, writes: writing };
}

/** The auths that log in for a scenario, those that a log-in itself needs among them. */
function loginsIn(plan: TestPlan, scenario: Scenario): (Auth & { kind: "login" })[] {
  const names = new Set<string | null>();
  const add = (endpoint: string, otherwise: string | null): void => {
    const own = plan.endpoints.find(({ name }) => name === endpoint)?.auth;
    const name = own === undefined ? otherwise : own;
    if (names.has(name)) return;
    names.add(name);
    for (const auth of plan.auth) if (auth.name === name) for (const needed of endpointsOfAuth(auth)) add(needed, null);
  };
  for (const endpoint of endpointsOf(scenario.work)) add(endpoint, scenario.auth);
  return plan.auth.filter((auth): auth is Auth & { kind: "login" } => auth.kind === "login" && names.has(auth.name));
}

function mostRedirectsOf(plan: TestPlan, endpoints: readonly string[]): number {
  return plan.endpoints.reduce(
    (most, { name, redirects }) => (endpoints.includes(name) ? Math.max(most, redirects) : most),
    0,
  );
}

function countWrites(iterations: Count | null, perIteration: Range, loginWrites: number): Count | null {
  if (perIteration.max === 0 && loginWrites === 0) return { count: 0, exact: true };
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
