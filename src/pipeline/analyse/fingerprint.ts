import type { TestPlan } from "../../contract/test-plan.ts";

/**
 * Canonical text of what must be equal for two runs to be comparable: what the scenarios do and under which load, the data, the
 * environment, engine and major version. Left out: names for people, tags, addresses (a local service changes its port), secrets,
 * the seed's value (its draws have the same distribution) and explanations. The caller hashes it.
 */
export function fingerprintOf(input: {
  readonly plan: TestPlan;
  readonly engine: { readonly name: string; readonly majorVersion: number };
}): string {
  const { plan, engine } = input;
  return canonicalJson({
    version: 1,
    service: plan.service,
    environment: plan.target.environment,
    engine: { name: engine.name, majorVersion: engine.majorVersion },
    connections: plan.connections,
    isolation: plan.isolation?.kind ?? null,
    data: plan.data.map((data) => ({ ...data, path: undefined })),
    files: plan.files.map(({ sha256 }) => sha256),
    auth: plan.auth,
    endpoints: plan.endpoints.map((endpoint) => ({ ...endpoint, tags: undefined })),
    setup: plan.setup,
    teardown: plan.teardown,
    scenarios: plan.scenarios.map((scenario) => ({
      ...scenario,
      tags: undefined,
      load: { ...scenario.load, maxVusReason: undefined },
    })),
  });
}

/** JSON with keys in order of code units and without undefined members. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
