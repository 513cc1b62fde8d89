import type { Scenario, Step } from "./test-plan.ts";

/** Names of the endpoints that the steps of a scenario may request, each once. */
export function requestedEndpoints({ work }: Pick<Scenario, "work">): string[] {
  const names = work.kind === "mix" ? work.entries.map(({ endpoint }) => endpoint) : endpointsOf(work.steps);
  return [...new Set(names)];
}

function endpointsOf(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    if (step.kind === "request") return [step.endpoint];
    return step.kind === "repeat" || step.kind === "chance" ? endpointsOf(step.steps) : [];
  });
}
