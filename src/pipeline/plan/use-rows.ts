import type { Scenario, TestPlan } from "../../contract/test-plan.ts";
import type { RowUse } from "./assign-rows.ts";
import { templatesOf, templatesOfAuth } from "./check-variables.ts";
import { endpointsOf, flattenSteps, measureWork } from "./measure-work.ts";
import { refsOf } from "./parse-template.ts";
import { endpointsOfAuth } from "./read-auth.ts";

/** The data sets that an iteration of a scenario reads, by itself or by its auth, with the rows that it takes at most. */
export function useRows(scenario: Scenario, plan: Pick<TestPlan, "data" | "auth" | "endpoints">): RowUse {
  const templates = new Set<string>();
  const visited = new Set<string>();
  const visit = (name: string, auth: string | null): void => {
    const endpoint = plan.endpoints.find((one) => one.name === name);
    if (endpoint === undefined || visited.has(`endpoint ${name}`)) return;
    visited.add(`endpoint ${name}`);
    for (const template of templatesOf(endpoint))
      for (const ref of refsOf(template)) templates.add(ref.split(".")[0] ?? "");
    visitAuth(endpoint.auth === undefined ? auth : endpoint.auth);
  };
  const visitAuth = (name: string | null): void => {
    const auth = plan.auth.find((one) => one.name === name);
    if (auth === undefined || visited.has(`auth ${auth.name}`)) return;
    visited.add(`auth ${auth.name}`);
    for (const template of templatesOfAuth(auth))
      for (const ref of refsOf(template)) templates.add(ref.split(".")[0] ?? "");
    for (const endpoint of endpointsOfAuth(auth)) visit(endpoint, null);
  };
  for (const endpoint of endpointsOf(scenario.work)) visit(endpoint, scenario.auth);
  const { nexts } = measureWork(scenario.work, () => false);
  const stepped =
    scenario.work.kind === "mix"
      ? []
      : flattenSteps(scenario.work.steps).flatMap((step) => (step.kind === "next" ? [step.dataSet] : []));
  const draws = new Map<string, number>();
  for (const { name } of plan.data)
    if (templates.has(name) || stepped.includes(name)) draws.set(name, 1 + (nexts.get(name) ?? 0));
  return { scenario, draws };
}
