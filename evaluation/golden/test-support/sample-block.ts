import type { GoldenBlock, GoldenRun } from "../golden-run.ts";
import { goldenRun, sampleSecond } from "./sample-run.ts";

/** A run whose endpoints have the given p95 in ms: all of their requests take as long. */
export function runOf(state: string, position: number, p95: Readonly<Record<string, number>>): GoldenRun {
  return goldenRun({
    id: `block-1/${position}-${state}`,
    block: "block-1",
    state,
    position,
    series: Object.entries(p95).map(([endpoint, ms]) => ({
      scenario: endpoint === "main" ? "main" : "others",
      endpoint,
      seconds: [sampleSecond([ms * 100, ms * 100])],
    })),
  });
}

/** A block of runs with one endpoint `main`, given by state as p95 in ms. */
export function blockOf(states: Readonly<Record<string, readonly number[]>>): GoldenBlock {
  const order = Object.entries(states).flatMap(([state, values]) => values.map((ms) => ({ state, ms })));
  return blockWith(order.map(({ state, ms }, position) => runOf(state, position, { main: ms })));
}

/** A block of any runs. */
export function blockWith(runs: readonly GoldenRun[]): GoldenBlock {
  const states = [...new Set(runs.map(({ state }) => state))].filter((state) => state !== "clean");
  return {
    schemaVersion: 1,
    name: "block-1",
    half: "development",
    seed: "seed",
    groups: states.map((name) => ({ name, fault: name, wanted: 0.1, settings: {} })),
    order: runs.map(({ state }) => state),
    mainEndpoint: "main",
    warmUpSeconds: 3,
    judgedSeconds: 1,
    provenance: {
      machine: { processor: "a processor", cores: 2, memoryMegabytes: 4096, system: "linux" },
      node: "24",
      engine: "k6 2",
      product: "0",
      plan: "",
      begunAt: 0,
    },
    runs,
  };
}
