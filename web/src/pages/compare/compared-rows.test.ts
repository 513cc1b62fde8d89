import { describe, expect, it } from "vitest";
import { comparedRows } from "./compared-rows.ts";

const endpoint = {
  scenario: "buy",
  endpoint: "pay",
  requests: [100, 0],
  errorRate: [0.25, 0.75],
  p50: [0, 20],
  p95: [100, 150],
  p99: [null, 300],
};

describe("endpoints of several runs", () => {
  it.each([
    ["p95", [0, 0.5]],
    ["errorRate", [0, 0.5]],
    ["p50", [null, null]],
    ["p99", [null, null]],
    ["requests", [0, -1]],
  ] as const)("tell the change of %s against the first run", (figure, changes) => {
    const [row] = comparedRows([endpoint], figure);
    expect(row?.changes).toEqual(changes);
    expect(row?.values).toEqual(endpoint[figure]);
  });
});
