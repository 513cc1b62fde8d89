import { PerfAgentError } from "../../../contract/errors.ts";
import {
  isolationVariable,
  type Auth,
  type Endpoint,
  type Scenario,
  type Step,
  type TestPlan,
} from "../../../contract/test-plan.ts";

/** What one scenario, setup or clean-up touches, directly or by logging in. */
export interface Touched {
  readonly endpoints: ReadonlySet<string>;
  readonly auths: ReadonlySet<string>;
  /** Names of variables, as templates refer to them. */
  readonly refs: ReadonlySet<string>;
}

/** What of the plan a script needs. */
export interface Reach {
  readonly endpoints: readonly Endpoint[];
  readonly auths: readonly Auth[];
  readonly scenarios: ReadonlyMap<string, Touched>;
  readonly setup: Touched;
  /** Teardown and the leftovers check. */
  readonly cleanup: Touched;
  readonly refs: ReadonlySet<string>;
  /** Data sets that rows are taken from, also those that are only stepped on. */
  readonly dataSets: ReadonlySet<string>;
}

/** Tells what requests to some endpoints touch, under the authentication that is in force where they are sent. */
export function touchesOf(plan: TestPlan): (names: readonly string[], auth: string | null) => Touched {
  const endpointsByName = new Map(plan.endpoints.map((endpoint) => [endpoint.name, endpointFacts(plan, endpoint)]));
  const authsByName = new Map(plan.auth.map((auth) => [auth.name, auth]));
  return (names, auth) => {
    const endpoints = new Set<string>();
    const auths = new Set<string>();
    const refs = new Set<string>();
    const addEndpoint = (name: string): void => {
      if (endpoints.has(name)) return;
      const facts = endpointsByName.get(name);
      if (facts === undefined)
        throw PerfAgentError.of("PA_PLAN_UNKNOWN_NAME", `the endpoint "${name}" is not declared`);
      endpoints.add(name);
      for (const ref of facts.refs) refs.add(ref);
      addAuth(facts.auth === undefined ? auth : facts.auth);
    };
    const addAuth = (name: string | null): void => {
      if (name === null || auths.has(name)) return;
      const found = authsByName.get(name);
      if (found === undefined) throw PerfAgentError.of("PA_PLAN_UNKNOWN_NAME", `the auth "${name}" is not declared`);
      auths.add(name);
      collectRefs(found, refs);
      if (found.kind !== "login") return;
      addEndpoint(found.login);
      if (found.refresh !== null) addEndpoint(found.refresh);
    };
    for (const name of names) addEndpoint(name);
    if (refs.has(isolationVariable)) collectRefs(plan.isolation, refs);
    return { endpoints, auths, refs };
  };
}

/** What every scenario asks of an endpoint, found once. */
function endpointFacts(plan: TestPlan, endpoint: Endpoint) {
  const refs = new Set<string>();
  collectRefs([endpoint.path, endpoint.query, endpoint.headers, endpoint.body, endpoint.expect], refs);
  return { refs, auth: authOf(plan, endpoint) };
}

/** Finds what of a plan is used, in the plan's order. Endpoints that log in use no authentication unless they name one. */
export function reachOf(plan: TestPlan): Reach {
  const touches = touchesOf(plan);
  const scenarios = new Map(
    plan.scenarios.map((scenario) => [scenario.name, touches(endpointsIn(scenario), scenario.auth)]),
  );
  const setup = touches(plan.setup, null);
  const cleanup = touches([...plan.teardown, ...(plan.leftovers === null ? [] : [plan.leftovers.endpoint])], null);
  const all = [...scenarios.values(), setup, cleanup];
  const refs = new Set(all.flatMap((touched) => [...touched.refs]));
  const dataSets = new Set(
    plan.data
      .map(({ name }) => name)
      .filter(
        (name) =>
          [...refs].some((ref) => ref.startsWith(`${name}.`)) ||
          plan.scenarios.some(({ work }) => work.kind === "journey" && stepsOn(work.steps, name)),
      ),
  );
  return {
    endpoints: plan.endpoints.filter(({ name }) => all.some((touched) => touched.endpoints.has(name))),
    auths: plan.auth.filter(({ name }) => all.some((touched) => touched.auths.has(name))),
    scenarios,
    setup,
    cleanup,
    refs,
    dataSets,
  };
}

/** The authentication of an endpoint: a name, null for none, undefined for what its scenario says. */
export function authOf(plan: TestPlan, endpoint: Endpoint): string | null | undefined {
  const logsIn = plan.auth.some(
    (auth) => auth.kind === "login" && (auth.login === endpoint.name || auth.refresh === endpoint.name),
  );
  return endpoint.auth ?? (logsIn ? null : endpoint.auth);
}

function endpointsIn({ work }: Scenario): string[] {
  if (work.kind === "mix") return work.entries.map(({ endpoint }) => endpoint);
  const walk = (steps: readonly Step[]): string[] =>
    steps.flatMap((step) => (step.kind === "request" ? [step.endpoint] : "steps" in step ? walk(step.steps) : []));
  return walk(work.steps);
}

/** Whether a journey takes a fresh row of the data set somewhere. */
function stepsOn(steps: readonly Step[], dataSet: string): boolean {
  return steps.some((step) =>
    step.kind === "next" ? step.dataSet === dataSet : "steps" in step && stepsOn(step.steps, dataSet),
  );
}

/** Adds the name of every variable inside templates, however deep. */
function collectRefs(value: unknown, into: Set<string>): void {
  if (value === null || typeof value !== "object") return;
  if (!Array.isArray(value) && "ref" in value && typeof value.ref === "string") into.add(value.ref);
  else for (const part of Object.values(value)) collectRefs(part, into);
}
