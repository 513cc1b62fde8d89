import { describe, expect, test } from "vitest";
import type { RunDocument } from "../../src/contract/run.ts";
import { problemsOf } from "./check-run.ts";

const demands = { endpoint: "get-order", samples: 4, p95Ms: 50 };
const good = {
  state: "finished",
  stoppedBy: null,
  totals: { droppedIterations: 1, iterations: 1000 },
  quality: { delivered: true, flags: [{ code: "PA_X", severity: "warn", text: "a warning" }] },
};

function problems(changed: object, latencies: readonly number[] = [60, 61, 62, 63]): string[] {
  const second = { latencies: Float64Array.from(latencies), failed: new Float64Array() };
  const series = [
    { scenario: "main", endpoint: "get-order", seconds: [second] },
    { scenario: "others", endpoint: "stock", seconds: [second, second] },
  ];
  return problemsOf({ ...good, ...changed } as RunDocument, series, demands);
}

describe("runs that count", () => {
  test("have all of their load and enough samples; a warning does no harm", () => {
    expect(problems({})).toEqual([]);
  });

  test.each([
    { name: "stopped", changed: { state: "stopped", stoppedBy: "guard" }, text: "stopped by guard" },
    { name: "not delivered", changed: { quality: { delivered: false, flags: [] } }, text: "not delivered" },
    {
      name: "dropped",
      changed: { totals: { droppedIterations: 2, iterations: 1000 } },
      text: "2 iterations were dropped",
    },
    {
      name: "of a busy generator",
      changed: {
        quality: { delivered: true, flags: [{ code: "PA_X", severity: "invalid-generator", text: "too busy" }] },
      },
      text: "too busy",
    },
    { name: "short of samples", changed: {}, latencies: [60, 61, 62], text: "3 samples of get-order, 4 are needed" },
    { name: "too fast", changed: {}, latencies: [40, 41, 42, 43], text: "at least 50 ms" },
    { name: "without the endpoint", changed: {}, latencies: [], text: "0 samples" },
  ])("are not $name", ({ changed, latencies, text }) => {
    expect(problems(changed, latencies).join("; ")).toContain(text);
  });
});
