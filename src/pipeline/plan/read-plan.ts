import { planFields } from "../../contract/plan-document.ts";
import type { DataRows, Endpoint, Scenario, TestPlan } from "../../contract/test-plan.ts";
import { assignRows } from "./assign-rows.ts";
import { VariableCheck } from "./check-variables.ts";
import { child, emptyMap } from "./document-children.ts";
import type { DocumentNode, Place } from "./document-reader.ts";
import { endpointsOf } from "./measure-work.ts";
import type { Notes } from "./notes.ts";
import type { PlanInput } from "./plan-input.ts";
import { checkAuthCycles, endpointsOfAuth, readAuths } from "./read-auth.ts";
import { readData, type Tables } from "./read-data.ts";
import { readDefaults } from "./read-defaults.ts";
import { readEndpoint } from "./read-endpoint.ts";
import { isolate, readIsolation } from "./read-isolation.ts";
import { readLeftovers } from "./read-leftovers.ts";
import { defaultLoad } from "./read-load.ts";
import { readTags } from "./read-pairs.ts";
import { readScenario, type ReadScenario } from "./read-scenario.ts";
import { readSecrets } from "./read-secrets.ts";
import { readTarget } from "./read-target.ts";
import {
  checkName,
  Fields,
  invalid,
  readEntries,
  readItems,
  readLine,
  readOneOf,
  readText,
  readWhole,
} from "./read-values.ts";
import { useRows } from "./use-rows.ts";

const largestSeed = 4_294_967_295;

/** Reads a plan whose overlay and overrides were put in. Notes every mistake and goes on. */
export class PlanReader {
  readonly #notes: Notes;
  readonly #fields: Fields;
  readonly #input: PlanInput;
  readonly #environment: string;
  readonly #place: Place;
  readonly #tables: Tables;

  constructor(notes: Notes, root: DocumentNode, input: PlanInput, environment: string, tables: Tables) {
    this.#notes = notes;
    this.#input = input;
    this.#environment = environment;
    this.#place = root.place;
    this.#tables = tables;
    this.#fields = new Fields(notes, root, "a plan", planFields.plan);
  }

  read(): { plan: TestPlan; data: DataRows[] } {
    const notes = this.#notes;
    const fields = this.#fields;
    fields.read("apiVersion", readOneOf(["perf-agent/v1"]));
    fields.read("kind", readOneOf(["TestPlan"]));
    this.#checkOverlays();
    const name = this.#name();
    const target = readTarget(notes, fields, this.#environment, this.#input.environments);
    const {
      sets: data,
      rows,
      places: dataPlaces,
    } = readData(notes, fields.node("data"), this.#input.files, this.#tables);
    const secrets = readSecrets(notes, fields.node("secrets"));
    const files: TestPlan["files"] = [];
    const defaults = readDefaults(notes, fields.node("defaults") ?? emptyMap(this.#place));
    const endpointNode = fields.need(
      "endpoints",
      (_, node) => node,
      "declare at least one, such as { home: { path: / } }",
    );
    const endpointEntries = endpointNode === undefined ? [] : readEntries(notes, endpointNode, "`endpoints`");
    if (endpointNode?.kind === "map" && endpointEntries.length === 0)
      notes.mistake("PA_PLAN_MISSING_FIELD", endpointNode.place, "`endpoints` declares none");
    const surroundings = {
      defaults,
      others: Object.keys(target.others),
      files: this.#input.files,
      upload: (file: TestPlan["files"][number]) => {
        if (!files.some(({ path }) => path === file.path)) files.push(file);
      },
    };
    const written = endpointEntries.map((entry) => readEndpoint(notes, entry, surroundings));
    const endpointNames = written.map((endpoint) => endpoint.name);
    const { auths: auth, places: authPlaces } = readAuths(notes, fields.node("auth"), endpointNames);
    const authNames = [...authPlaces.keys()];
    const isolation = readIsolation(notes, fields.node("isolation"));
    const endpoints = this.#resolveAuth(written, authNames, auth.flatMap(endpointsOfAuth)).map((endpoint) =>
      isolate(endpoint, isolation),
    );
    checkAuthCycles(notes, auth, endpoints, authPlaces);
    if (defaults.auth !== null && defaults.authPlace !== undefined)
      checkName(notes, defaults.authPlace, "`defaults` uses auth", defaults.auth, authNames);
    const setup = this.#endpointList("setup", endpointNames);
    const teardown = this.#endpointList("teardown", endpointNames);
    const leftovers = readLeftovers(notes, fields.node("leftovers"), endpoints);
    const base = { data, secrets, auth, endpoints, isolation, setup, teardown, leftovers };
    const around = [...setup, ...teardown, ...(leftovers === null ? [] : [leftovers.endpoint])];
    const busy = new Set([...around, ...auth.flatMap(endpointsOfAuth)]);
    const scenarios = this.#scenarios(base, authNames, busy, defaults.auth);
    const used = new Set([...busy, ...scenarios.flatMap(({ scenario }) => endpointsOf(scenario.work))]);
    for (const { key, keyPlace } of endpointEntries)
      if (!used.has(key) && !notes.usesAreUncertain)
        notes.mistake(
          "PA_PLAN_UNUSED",
          keyPlace,
          `endpoint "${key}" is declared, but no scenario, setup, teardown, leftovers check or auth uses it`,
        );
    const check = new VariableCheck(notes, base, this.#place);
    const afterSetup = check.checkAround();
    for (const { scenario, whiles } of scenarios) check.checkScenario(scenario, afterSetup, whiles);
    const uses = scenarios.map(({ scenario }) => useRows(scenario, base));
    const usedSets = new Set(uses.flatMap(({ draws }) => [...draws.keys()]));
    for (const [set, { set: place }] of dataPlaces)
      if (!usedSets.has(set))
        notes.warn("PA_PLAN_UNUSED", place, `data set "${set}" is declared, but no scenario uses it`);
    const { assignments, refusals } = assignRows(data, uses);
    for (const { dataSet, kind, text } of refusals) {
      const set = data.find((one) => one.name === dataSet);
      // A file that could not be read was told of already.
      if (kind === "short" && set?.rows === 0) continue;
      notes.mistake("PA_DATA_NOT_ENOUGH", dataPlaces.get(dataSet)?.atEnd ?? this.#place, text);
    }
    const plan: TestPlan = {
      schemaVersion: 1,
      name,
      service: fields.read("service", readLine) ?? name,
      tags: readTags(notes, fields.node("tags"), "the plan"),
      target,
      seed: fields.read("seed", readWhole(0, largestSeed)) ?? 1,
      connections: defaults.connections,
      ...base,
      files,
      scenarios: scenarios.map(({ scenario }) => ({ ...scenario, rows: assignments.get(scenario.name) ?? [] })),
    };
    return { plan, data: rows };
  }

  /** The name written, else that of the file. */
  #name(): string {
    const node = this.#fields.node("name");
    const written = this.#fields.read("name", readText);
    if (written !== undefined && node !== undefined) {
      if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(written))
        invalid(
          this.#notes,
          node,
          "`name` of the plan",
          'of letters, digits, ".", "_" and "-", 64 at most, as run folders are named after it',
        );
      return written;
    }
    const base = this.#input.file.slice(this.#input.file.search(/[^/\\]*$/)).replace(/\.[A-Za-z0-9]+$/, "");
    return (
      base
        .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
        .replace(/^[^A-Za-z0-9]+/, "")
        .slice(0, 64) || "plan"
    );
  }

  #checkOverlays(): void {
    const node = this.#fields.node("overlays");
    const environments = Object.keys(this.#input.environments);
    for (const { key, keyPlace, node: overlay } of node === undefined
      ? []
      : readEntries(this.#notes, node, "`overlays`")) {
      if (overlay.kind !== "map")
        invalid(this.#notes, overlay, `overlay "${key}"`, "a map of the fields that it changes");
      if (!environments.includes(key))
        this.#notes.warn(
          "PA_PLAN_UNKNOWN_NAME",
          keyPlace,
          `overlay "${key}" belongs to no environment that is declared here`,
        );
    }
  }

  /** `none` becomes null, and so does the auth of what an auth itself requests, unless it names one. */
  #resolveAuth(
    endpoints: readonly Endpoint[],
    auths: readonly string[],
    requestedByAuth: readonly string[],
  ): Endpoint[] {
    const nodes = this.#fields.node("endpoints");
    return endpoints.map((endpoint) => {
      const { name, auth } = endpoint;
      if (auth === "none") return { ...endpoint, auth: null };
      if (typeof auth === "string")
        checkName(
          this.#notes,
          child(child(nodes, name), "auth")?.place ?? this.#place,
          `endpoint "${name}" uses auth`,
          auth,
          auths,
        );
      return auth === undefined && requestedByAuth.includes(name) ? { ...endpoint, auth: null } : endpoint;
    });
  }

  #endpointList(field: "setup" | "teardown", names: readonly string[]): string[] {
    return (this.#fields.read(field, readItems) ?? []).flatMap((item) => {
      const name = readText(this.#notes, item, `an endpoint of \`${field}\``);
      if (name !== undefined) checkName(this.#notes, item.place, `\`${field}\` uses endpoint`, name, names);
      return name === undefined ? [] : [name];
    });
  }

  #scenarios(
    base: Pick<TestPlan, "data" | "endpoints">,
    auths: readonly string[],
    busy: ReadonlySet<string>,
    defaultAuth: string | null,
  ): ReadScenario[] {
    const known = {
      endpoints: base.endpoints.map(({ name }) => name),
      dataSets: base.data.map(({ name }) => name),
      auths,
    };
    const node = this.#fields.node("scenarios");
    if (node !== undefined) {
      const entries = readEntries(this.#notes, node, "`scenarios`");
      if (node.kind === "map" && entries.length === 0)
        this.#notes.mistake("PA_PLAN_MISSING_FIELD", node.place, "`scenarios` declares none");
      return entries.flatMap((entry) => readScenario(this.#notes, entry, known, defaultAuth) ?? []);
    }
    const free = known.endpoints.filter((name) => !busy.has(name));
    const work = { kind: "mix", entries: free.map((endpoint) => ({ endpoint, weight: 1 })), think: null } as const;
    const scenario: Scenario = {
      name: "smoke",
      startAfterMs: 0,
      load: defaultLoad,
      session: "iteration",
      auth: defaultAuth,
      work: { ...work, entries: [...work.entries] },
      rows: [],
      tags: {},
    };
    if (free.length === 0 && known.endpoints.length > 0)
      this.#notes.mistake(
        "PA_PLAN_MISSING_FIELD",
        this.#place,
        "the plan has no `scenarios`, and every endpoint is used by setup, teardown, leftovers check or auth",
      );
    return [{ scenario, place: this.#place, whiles: [] }];
  }
}
