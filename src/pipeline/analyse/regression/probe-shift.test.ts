import { describe, expect, test } from "vitest";
import { basisOf, endpointAt, runAt } from "../../../../test/support/compared-runs.ts";
import type { Control } from "../../../contract/baseline.ts";
import { defaultComparisonRules, type Comparison } from "../../../contract/comparison.ts";
import { compareWithBaselines } from "./compare.ts";

const usual = [10, 10.1, 9.9, 10.05, 9.95, 10, 10.1, 9.9, 10, 10.05];
const history = usual.map((cpuMs, i) =>
  runAt(i + 1, 100 + (i % 3), { control: { cpuMs, connectMs: 0.2 + (i % 4) / 100 } }),
);

function compared(p95: number, control: Control | null, failedRequests = 0) {
  const current = { ...runAt(99, p95, { endpoints: [endpointAt(p95, { failedRequests })] }), control };
  return compareWithBaselines(current, basisOf(history), defaultComparisonRules);
}

function statusOf(p95: number, control: Control | null): Comparison["status"] | undefined {
  return compared(p95, control).comparisons.find(({ statistic }) => statistic === "p95")?.status;
}

const slow = { cpuMs: 12, connectMs: 0.2 };
const fast = { cpuMs: 8, connectMs: 0.2 };
const same = { cpuMs: 10, connectMs: 0.2 };

describe("control probe", () => {
  test.each<[string, number, Control | null, Comparison["status"]]>([
    ["a slowdown on the same machine", 120, same, "regression-suspected"],
    ["a slowdown, and nobody knows about the machine", 120, null, "regression-suspected"],
    ["a slowdown on a slower machine", 120, slow, "environment-shift"],
    ["a slowdown beyond what a slower machine explains", 120, { ...same, cpuMs: 10.8 }, "regression-suspected"],
    ["a slowdown over a slower network", 120, { cpuMs: 10, connectMs: 1.9 }, "environment-shift"],
    [
      "a slowdown, and a network whose change is no part of it",
      120,
      { cpuMs: 10, connectMs: 0.9 },
      "regression-suspected",
    ],
    ["a slowdown on a faster machine", 120, fast, "regression-suspected"],
    ["no change on a slower machine", 101, slow, "no-regression"],
    ["no change on a faster machine", 101, fast, "environment-shift"],
    ["a speed-up on a faster machine", 80, fast, "environment-shift"],
    ["a speed-up on a slower machine", 80, slow, "improved"],
    [
      "a slowdown on a machine that is slower by what does not matter",
      120,
      { ...same, cpuMs: 10.4 },
      "regression-suspected",
    ],
    ["a slowdown, and a probe that cannot be", 120, { cpuMs: 0, connectMs: NaN }, "regression-suspected"],
  ])("%s", (_, p95, control, status) => {
    expect(statusOf(p95, control)).toBe(status);
  });

  test("error rates are not the machine's", () => {
    const { comparisons } = compared(101, slow, 900);
    expect(comparisons.find(({ statistic }) => statistic === "errors")?.status).toBe("regression-suspected");
  });

  test("is a finding, which only informs when nothing hangs on it", () => {
    const [finding] = compared(120, slow).findings;
    expect(finding).toMatchObject({ kind: "environment-shift", advisory: false, series: [{ statistic: "p95" }] });
    expect(finding?.text).toMatch(
      /^the machine or the network changed: a fixed loop on the generator takes 20\.0 % longer than in 10 earlier runs \(12 ms, before 10 ms\);/,
    );
    expect(compared(101, slow).findings).toMatchObject([{ kind: "environment-shift", advisory: true, series: [] }]);
  });
});
