import type { Count } from "../../contract/load-preview.ts";
import type { Auth, Endpoint, Scenario, TestPlan } from "../../contract/test-plan.ts";
import { durationOf } from "./load-shape.ts";
import { endpointsOf } from "./measure-work.ts";
import { endpointsOfAuth } from "./read-auth.ts";

/** Endpoints and auths by their names: they are looked up for every request of every scenario. */
export interface PlanIndex {
  readonly endpoints: ReadonlyMap<string, Endpoint>;
  readonly auths: ReadonlyMap<string, Auth>;
}

export function indexOf(plan: TestPlan): PlanIndex {
  return {
    endpoints: new Map(plan.endpoints.map((endpoint) => [endpoint.name, endpoint])),
    auths: new Map(plan.auth.map((auth) => [auth.name, auth])),
  };
}

/** What logging in and renewing adds to a scenario at most. */
export interface Logins {
  readonly requests: number;
  /** null: they write, and nothing bounds how often. */
  readonly writes: number | null;
}

/** Counts log-ins; null when the scenario has none. `iterations` null: nothing bounds them. */
export function countLogins(
  index: PlanIndex,
  scenario: Scenario,
  iterations: Count | null,
  peakVus: number,
): Logins | null {
  const auths = loginsOf(index, scenario);
  if (auths.length === 0) return null;
  // A session that ends with its iteration logs in once an iteration; one of a user lives on and is renewed.
  const sessions = scenario.session === "vu" ? peakVus : iterations === null ? null : iterations.count;
  let requests = 0;
  let writes: number | null = 0;
  for (const auth of auths) {
    const renewals =
      auth.renewAfterMs === null || scenario.session === "iteration"
        ? 0
        : Math.floor(lifeMs(scenario) / auth.renewAfterMs);
    const count = (sessions ?? 0) * (1 + renewals);
    const endpoints = endpointsOfAuth(auth);
    requests += count * (1 + mostRedirects(index, endpoints));
    if (endpoints.some((name) => index.endpoints.get(name)?.writes === true))
      writes = writes === null || sessions === null ? null : writes + count;
  }
  return { requests, writes };
}

/** The most redirects that one of the endpoints follows. */
export function mostRedirects({ endpoints }: PlanIndex, names: readonly string[]): number {
  return names.reduce((most, name) => Math.max(most, endpoints.get(name)?.redirects ?? 0), 0);
}

function lifeMs({ load }: Scenario): number {
  return (load.model === "iterations" ? load.maxDurationMs : durationOf(load.stages)) + load.drainMs;
}

/** The auths that log in for a scenario, those that a log-in itself needs among them. */
function loginsOf({ endpoints, auths }: PlanIndex, scenario: Scenario): (Auth & { kind: "login" })[] {
  const found = new Map<string, Auth & { kind: "login" }>();
  const add = (endpoint: string, otherwise: string | null): void => {
    const own = endpoints.get(endpoint)?.auth;
    const auth = auths.get((own === undefined ? otherwise : own) ?? "");
    if (auth?.kind !== "login" || found.has(auth.name)) return;
    found.set(auth.name, auth);
    for (const needed of endpointsOfAuth(auth)) add(needed, null);
  };
  for (const endpoint of endpointsOf(scenario.work)) add(endpoint, scenario.auth);
  return [...found.values()];
}
