import type { Objective } from "../../../contract/slo-set.ts";
import { requestedEndpoints } from "../../../contract/requested-endpoints.ts";
import type { Scenario, TestPlan } from "../../../contract/test-plan.ts";
import { taggedEndpoints } from "../../../contract/tagged-endpoints.ts";
import { didYouMean } from "./suggest-word.ts";

/** Why an objective cannot be judged under a plan, one sentence each: names that the plan does not have, or that never meet. */
export function unknownNames({ name, endpoint, scenario, tag }: Objective, plan: TestPlan): string[] {
  const endpoints = plan.endpoints.map((known) => known.name);
  const scenarios = plan.scenarios.map((known) => known.name);
  const texts: string[] = [];
  if (endpoint !== null && !endpoints.includes(endpoint)) {
    const hint = scenarios.includes(endpoint)
      ? ` It has a scenario of that name: "of all in ${endpoint}".`
      : didYouMean(endpoint, endpoints);
    texts.push(`the plan has no endpoint "${endpoint}": the objective "${name}" will be skipped.${hint}`);
  }
  if (scenario !== null && !scenarios.includes(scenario))
    texts.push(
      `the plan has no scenario "${scenario}": the objective "${name}" will be skipped.${didYouMean(scenario, scenarios)}`,
    );
  if (tag !== null && taggedEndpoints(plan, tag).length === 0)
    texts.push(
      `no endpoint of the plan has the tag "${tag.name}=${tag.value}": the objective "${name}" will be skipped.${didYouMean(
        `${tag.name}=${tag.value}`,
        plan.endpoints.flatMap(({ tags }) => Object.entries(tags).map(([key, value]) => `${key}=${value}`)),
      )}`,
    );
  const used = plan.scenarios.find((known) => known.name === scenario);
  if (texts.length === 0 && endpoint !== null && used !== undefined && !requests(used, endpoint, plan))
    texts.push(`scenario "${used.name}" never requests "${endpoint}": the objective "${name}" will have no data.`);
  return texts;
}

/** True when a scenario may request an endpoint, by its steps or to log in. */
function requests(scenario: Scenario, endpoint: string, plan: TestPlan): boolean {
  const own = requestedEndpoints(scenario);
  const names = new Set([
    scenario.auth,
    ...plan.endpoints.filter(({ name }) => own.includes(name)).map((used) => used.auth),
  ]);
  const logIns = plan.auth.flatMap((known) =>
    known.kind === "login" && names.has(known.name) ? [known.login, known.refresh] : [],
  );
  return own.includes(endpoint) || logIns.includes(endpoint);
}
