import type { Scenario } from "../../contract/test-plan.ts";

/** Requests that are made once, one after the other (setup, clean-up), as a scenario of one iteration: counted like any other. */
export function onceScenario(
  name: string,
  endpoints: readonly string[],
  { maxDurationMs, drainMs }: { readonly maxDurationMs: number; readonly drainMs: number },
): Scenario {
  return {
    name,
    startAfterMs: 0,
    load: {
      model: "iterations",
      profile: "explicit",
      drainMs,
      hold: null,
      iterations: 1,
      vus: 1,
      mode: "shared",
      maxDurationMs,
    },
    session: "iteration",
    auth: null,
    work: {
      kind: "journey",
      steps: endpoints.map((endpoint) => ({ kind: "request", endpoint, onFailure: "continue" })),
    },
    rows: [],
    tags: {},
  };
}

/** What is requested after the scenarios: the steps of teardown, then the leftovers check. */
export function endpointsOfCleanup({
  teardown,
  leftovers,
}: {
  readonly teardown: readonly string[];
  readonly leftovers: { readonly endpoint: string } | null;
}): string[] {
  return [...teardown, ...(leftovers === null ? [] : [leftovers.endpoint])];
}
