import {
  builtInVariables,
  hmacVariables,
  isolationVariable,
  type Auth,
  type Endpoint,
  type JsonTemplate,
  type Scenario,
  type Step,
  type Template,
  type TestPlan,
} from "../../contract/test-plan.ts";
import type { Place } from "./document-reader.ts";
import { flattenSteps } from "./measure-work.ts";
import { didYouMean, type Notes } from "./notes.ts";
import { refsOf } from "./parse-template.ts";
import { checkColumnRef } from "./read-data.ts";

type Plan = Pick<
  TestPlan,
  "data" | "secrets" | "auth" | "endpoints" | "isolation" | "setup" | "teardown" | "leftovers"
>;

/** The templates of a request: what is sent, and what its answer is held against. */
export function templatesOf(endpoint: Endpoint): Template[] {
  const { path, query, headers, body, expect } = endpoint;
  return [
    path,
    ...[...query, ...headers, ...expect.headers].map(([, template]) => template),
    ...(body === null ? [] : bodyTemplates(body)),
    ...expect.contains,
    ...expect.json.flatMap(({ test }) => (test.kind === "equals" ? jsonTemplates(test.value) : [])),
  ];
}

function bodyTemplates(body: NonNullable<Endpoint["body"]>): Template[] {
  switch (body.kind) {
    case "json":
      return jsonTemplates(body.value);
    case "form":
      return body.fields.map(([, template]) => template);
    case "multipart":
      return body.parts.flatMap((part) => ("value" in part ? [part.value] : []));
    case "raw":
      return [body.text];
    default:
      return jsonTemplates(body.variables);
  }
}

function jsonTemplates(value: JsonTemplate): Template[] {
  if (typeof value !== "object" || value === null) return [];
  if ("template" in value) return [value.template];
  if ("array" in value) return value.array.flatMap(jsonTemplates);
  return value.object.flatMap(([, inner]) => jsonTemplates(inner));
}

/** The templates of an auth itself, without those of the endpoints it requests. */
export function templatesOfAuth(auth: Auth): Template[] {
  if (auth.kind === "basic") return [auth.user, auth.password];
  const headers = auth.headers.map(([, template]) => template);
  return auth.kind === "hmac" ? [auth.key, auth.over, ...headers] : headers;
}

/**
 * Follows every way through the plan and notes each variable that may be used before it is defined. What is extracted inside
 * of `chance` or of a repetition that may not happen is not defined after it.
 */
export class VariableCheck {
  readonly #notes: Notes;
  readonly #plan: Plan;
  readonly #fallback: Place;
  readonly #endpoints: ReadonlyMap<string, Endpoint>;

  constructor(notes: Notes, plan: Plan, fallback: Place) {
    this.#notes = notes;
    this.#plan = plan;
    this.#fallback = fallback;
    this.#endpoints = new Map(plan.endpoints.map((endpoint) => [endpoint.name, endpoint]));
  }

  /** Checks isolation, setup, teardown and the leftovers check; answers what setup defines for everybody. */
  checkAround(): ReadonlySet<string> {
    const { isolation, setup, teardown, leftovers } = this.#plan;
    if (isolation !== null) this.#check(isolation.value, new Set(), "`isolation`", { rows: false });
    const afterSetup = this.#once(setup, new Set(), "setup");
    const afterTeardown = this.#once(teardown, afterSetup, "teardown");
    if (leftovers !== null) this.#once([leftovers.endpoint], afterTeardown, "`leftovers`");
    return afterSetup;
  }

  checkScenario(
    scenario: Scenario,
    defined: ReadonlySet<string>,
    whiles: readonly { name: string; place: Place }[],
  ): void {
    const what = `scenario "${scenario.name}"`;
    if (scenario.work.kind === "mix") {
      for (const { endpoint } of scenario.work.entries)
        this.#request(endpoint, defined, scenario.auth, `${what} (a mix, where each request stands for itself)`, true);
      return;
    }
    const known = this.#steps(scenario.work.steps, defined, scenario.auth, what);
    const extracted = flattenSteps(scenario.work.steps).flatMap((step) =>
      step.kind === "request" ? (this.#endpoints.get(step.endpoint)?.extract.map(({ name }) => name) ?? []) : [],
    );
    for (const { name, place } of whiles)
      if (!known.has(name) && !extracted.includes(name) && !name.includes("."))
        this.#undefined(place, name, `\`while\` in ${what}`, [...known, ...extracted]);
  }

  #once(names: readonly string[], defined: ReadonlySet<string>, what: string): ReadonlySet<string> {
    return names.reduce((known, name) => this.#request(name, known, null, what, false), defined);
  }

  #steps(steps: readonly Step[], defined: ReadonlySet<string>, auth: string | null, what: string): ReadonlySet<string> {
    let known = defined;
    for (const step of steps) {
      if (step.kind === "request") known = this.#request(step.endpoint, known, auth, what, true);
      else if (step.kind === "repeat" || step.kind === "chance") {
        const after = this.#steps(step.steps, known, auth, what);
        const certain = step.kind === "repeat" ? step.min > 0 && step.whileVariable === null : step.share === 1;
        if (certain) known = after;
      }
    }
    return known;
  }

  /** Checks one request with its auth; answers what is defined after it. */
  #request(
    name: string,
    defined: ReadonlySet<string>,
    scenarioAuth: string | null,
    what: string,
    rows: boolean,
  ): ReadonlySet<string> {
    const endpoint = this.#endpoints.get(name);
    if (endpoint === undefined) return defined;
    const auth = endpoint.auth === undefined ? scenarioAuth : endpoint.auth;
    const known = auth === null ? defined : this.#auth(auth, defined, what, rows, []);
    for (const template of templatesOf(endpoint))
      this.#check(template, known, `endpoint "${name}" in ${what}`, { rows });
    return new Set([...known, ...endpoint.extract.map((extract) => extract.name)]);
  }

  #auth(
    name: string,
    defined: ReadonlySet<string>,
    what: string,
    rows: boolean,
    path: readonly string[],
  ): ReadonlySet<string> {
    const auth = this.#plan.auth.find((one) => one.name === name);
    if (auth === undefined || path.includes(name)) return defined;
    if (auth.kind !== "login") {
      const signing = auth.kind === "hmac" ? hmacVariables : [];
      for (const template of templatesOfAuth(auth))
        this.#check(template, new Set([...defined, ...signing]), `auth "${name}" in ${what}`, { rows });
      return defined;
    }
    const use = (endpointName: string, known: ReadonlySet<string>): ReadonlySet<string> => {
      const endpoint = this.#endpoints.get(endpointName);
      if (endpoint === undefined) return known;
      const before =
        endpoint.auth === undefined || endpoint.auth === null
          ? known
          : this.#auth(endpoint.auth, known, what, rows, [...path, name]);
      for (const template of templatesOf(endpoint))
        this.#check(template, before, `endpoint "${endpointName}", which auth "${name}" uses in ${what},`, { rows });
      return new Set([...before, ...endpoint.extract.map((extract) => extract.name)]);
    };
    // Logging in must do without what earlier steps extract: it may come first, and again whenever it is renewed.
    const known = new Set([...defined, ...use(auth.login, defined)]);
    if (auth.refresh !== null) use(auth.refresh, known);
    for (const template of templatesOfAuth(auth)) this.#check(template, known, `auth "${name}" in ${what}`, { rows });
    return known;
  }

  #check(template: Template, defined: ReadonlySet<string>, who: string, { rows }: { rows: boolean }): void {
    for (const ref of refsOf(template)) {
      const place = this.#notes.placeOf(template, this.#fallback);
      if (defined.has(ref) || (builtInVariables as readonly string[]).includes(ref)) continue;
      if (ref === isolationVariable && (this.#plan.isolation !== null || this.#notes.isolationIsUncertain)) continue;
      const [head, field] = ref.split(".");
      if (head === "secrets" && this.#plan.secrets.some(({ name }) => name === field)) continue;
      if (this.#plan.data.some(({ name }) => name === head) && field !== undefined) {
        if (rows) checkColumnRef(this.#notes, place, ref, this.#plan.data);
        else
          this.#notes.mistake(
            "PA_PLAN_UNDEFINED_VARIABLE",
            place,
            `{${ref}} is used by ${who}, but rows are taken by the iterations of scenarios only`,
            ref,
          );
        continue;
      }
      this.#undefined(place, ref, who, [...defined]);
    }
  }

  #undefined(place: Place, ref: string, who: string, defined: readonly string[]): void {
    const { data, secrets, endpoints } = this.#plan;
    const extracted = endpoints.some(({ extract }) => extract.some(({ name }) => name === ref));
    // What follows from a name that was misspelt elsewhere is not told as a mistake of its own.
    if ((extracted && this.#notes.usesAreUncertain) || (this.#notes.extractsAreUncertain && !ref.includes("."))) return;
    const columns = data.flatMap(({ name, columns: names }) => names.map((column) => `${name}.${column}`));
    const secretNames = secrets.map(({ name }) => `secrets.${name}`);
    const candidates = [...defined, ...columns, ...secretNames, ...builtInVariables];
    const set = data.find(({ name }) => name === ref);
    const hint =
      set !== undefined
        ? ` "${ref}" is a data set; name a column: {${ref}.${set.columns[0] ?? "column"}}.`
        : ref === isolationVariable
          ? ' Declare `isolation`, such as { tenant: "perf-{run.id}" }.'
          : didYouMean(ref, candidates);
    const listed = [...defined].toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)).join(", ");
    const known = ` Extracted before it: ${listed === "" ? "nothing" : listed}.`;
    this.#notes.mistake(
      "PA_PLAN_UNDEFINED_VARIABLE",
      place,
      `{${ref}} is used by ${who}, but nothing before it defines it.${hint}${known}`,
      ref,
    );
  }
}
