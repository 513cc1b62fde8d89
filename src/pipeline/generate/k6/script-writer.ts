import { PerfAgentError } from "../../../contract/errors.ts";
import type { DataSet, Endpoint, TestPlan } from "../../../contract/test-plan.ts";
import { createIdentifiers } from "./name-identifiers.ts";
import type { Reach } from "./reach.ts";

/** What a script is for: the load of the plan, one pass that tells its steps, or the clean-up alone. */
export type Purpose = "run" | "try" | "cleanup";

/** What the parts of a script share while it is written: names given, helpers used, places that draw. */
export interface ScriptWriter {
  readonly plan: TestPlan;
  readonly purpose: Purpose;
  readonly trying: boolean;
  readonly reach: Reach;
  /** Marks of helper lines to keep. */
  readonly features: Set<string>;
  /** Helpers that main.js imports, by file. */
  readonly imports: Map<string, Set<string>>;
  /** Imports a helper into main.js and keeps its lines; gives its name. */
  use(file: string, name: string, ...features: string[]): string;
  /** The next number of a place that draws. */
  place(): number;
  identifier(kind: "data" | "auth" | "endpoint" | "scenario" | "file", name: string): string;
  /** Another identifier, for something that belongs to `name`. */
  extra(name: string, suffix: string): string;
  endpoint(name: string): Endpoint;
  dataSet(name: string): DataSet;
}

const helperNames = (
  "giveUp noteLeftovers draw between happens oneOf hashText blend begin beginOnce valueOf text urlText jsonValue goesOn think arrive traceparent uuid runId endpoint send " +
  "each anywhere select same dataSet field nextRow hasRow form multipart boundary logIn basic signable hmac fetchSecrets secret tell mask sleep pass answer"
).split(" ");

export function createWriter(plan: TestPlan, reach: Reach, purpose: Purpose): ScriptWriter {
  const trying = purpose === "try";
  const name = createIdentifiers(helperNames);
  const features = new Set<string>(trying ? ["try", "bytes"] : []);
  const imports = new Map<string, Set<string>>();
  const given = new Map<string, string>();
  let places = 0;
  // Exported names first: a reader finds them in options.
  for (const scenario of plan.scenarios) given.set(`scenario ${scenario.name}`, name(scenario.name));
  for (const { name: endpoint } of reach.endpoints) given.set(`endpoint ${endpoint}`, name(endpoint));
  const identifier: ScriptWriter["identifier"] = (kind, wanted) => {
    const known = given.get(`${kind} ${wanted}`);
    if (known !== undefined) return known;
    const made = name(wanted);
    given.set(`${kind} ${wanted}`, made);
    return made;
  };
  return {
    plan,
    purpose,
    trying,
    reach,
    features,
    imports,
    use: (file, helper, ...more) => {
      const names = imports.get(file) ?? new Set();
      imports.set(file, names.add(helper));
      for (const feature of more) features.add(feature);
      return helper;
    },
    place: () => (places += 1),
    identifier,
    extra: (wanted, suffix) => name(wanted, suffix),
    endpoint: (wanted) => named(plan.endpoints, wanted, "endpoint"),
    dataSet: (wanted) => named(plan.data, wanted, "data set"),
  };
}

function named<T extends { readonly name: string }>(list: readonly T[], name: string, what: string): T {
  const found = list.find((one) => one.name === name);
  if (found === undefined) throw PerfAgentError.of("PA_PLAN_UNKNOWN_NAME", `the ${what} "${name}" is not declared`);
  return found;
}
