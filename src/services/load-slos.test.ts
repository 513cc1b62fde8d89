import { expect, it } from "vitest";
import type { Agent } from "./agent.ts";
import { loadSlos } from "./load-plan.ts";

const agentWith = (text: string): Agent =>
  ({ documents: { readBytes: () => Promise.resolve(new TextEncoder().encode(text)) } }) as unknown as Agent;

it.each([
  ["objectivs:\n  - p95 of checkout < 400ms\n"],
  ['{ "thresholds": { "my_metric": ["p(95)<400"] } }'],
  ["reporting:\n- module: final-stats\n"],
  ["kind: SloSet\nobjectives: []\n"],
  ['spec_version: "1.0"\nobjectives: [{ sli: cpu, pass: [{ criteria: ["<80"] }] }]\ntotal_score: { pass: "90%" }\n'],
])("defaults stand in where nothing of %j can be judged", async (text) => {
  const { slos, warnings } = await loadSlos(agentWith(text), ["slo.yaml"], "plan.yaml", null);
  expect(slos).toMatchObject({ defaults: true, scoring: null });
  expect(slos.objectives.length).toBeGreaterThan(0);
  expect(warnings.at(-1)?.code).toBe("PA_SLO_DEFAULTS");
});
