import { describe, expect, it } from "vitest";
import { iterationsInFlight } from "./in-flight.ts";

const gate = new Map([
  ["browse", { begun: 100, held: 8 }],
  ["buy", { begun: 10, held: 4 }],
]);

describe("iterationsInFlight", () => {
  it.each<[string, string[], Record<string, number>, number | null]>([
    ["sums what began, less what waits and what ended", ["browse", "buy"], { browse: 90, buy: 5 }, 3],
    ["is 0 when everything ended", ["browse", "buy"], { browse: 92, buy: 6 }, 0],
    ["counts a scenario that completed nothing", ["buy"], {}, 6],
    ["does not go below 0 when an end was told late", ["browse"], { browse: 95 }, 0],
    ["is not known while a scenario did not come to the gate", ["browse", "search"], { browse: 92 }, null],
    ["is 0 when no scenario can be under way", [], {}, 0],
  ])("%s", (_, scenarios, completed, expected) => {
    expect(iterationsInFlight(scenarios, gate, new Map(Object.entries(completed)))).toBe(expected);
  });
});
