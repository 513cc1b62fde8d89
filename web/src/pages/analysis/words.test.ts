import { describe, expect, it } from "vitest";
import type { Comparison } from "../../../../src/contract/comparison.ts";
import {
  changeRangeText,
  changeText,
  comparisonText,
  errorKindText,
  failedText,
  needsText,
  placeText,
} from "./words.ts";

const comparison: Comparison = {
  endpoint: "checkout",
  scenario: "buy",
  statistic: "p95",
  status: "regression-suspected",
  before: 391,
  after: 449,
  unit: "ms",
  effect: 0.148,
  interval: [0.109, 0.187],
  p: 0.0004,
  pAdjusted: 0.001,
  mde: 0.061,
  baselineRuns: 12,
  primary: true,
  needs: null,
  notes: [],
  accepted: null,
};

describe("the words of an analysis", () => {
  it("tell a change with its interval and what the run could see", () => {
    expect(comparisonText(comparison)).toBe(
      "p95 of checkout in buy: +14.8 % against 12 comparable runs; 95 % interval +10.9 to +18.7 %; smallest change it would find 6.1 %",
    );
    expect(comparisonText({ ...comparison, effect: null })).toBe("p95 of checkout in buy: nothing to compare with");
  });

  it("tell error rates apart from latencies", () => {
    expect(changeText(0.004, "fraction")).toBe("+0.4 pp");
    expect(changeRangeText([-0.01, 0.02], "fraction")).toBe("-1.0 to +2.0 pp");
  });

  it.each([
    [null, null],
    [{ baselines: 3, candidates: null }, "3 more baseline runs would settle it"],
    [{ baselines: 3, candidates: 1 }, "3 more baseline runs or 1 more run of this build would settle it"],
    [{ baselines: null, candidates: null }, "no number of runs would settle it: the spread is too large"],
  ])("of %j: what would settle it", (needs, text) => {
    expect(needsText(needs)).toBe(text);
  });

  it.each([
    ["checkout", "buy", "checkout in buy"],
    ["checkout", "", "checkout"],
    [null, null, "all requests"],
  ])("call %s in %s %s", (endpoint, scenario, text) => {
    expect(placeText(endpoint, scenario)).toBe(text);
  });

  it.each([
    [{ kind: "status", value: "503" } as const, "503"],
    [{ kind: "timeout", value: "10s" } as const, "timeout: 10s"],
    [{ kind: "tls", value: "" } as const, "TLS error"],
  ])("name the error %j", (error, text) => {
    expect(errorKindText(error)).toBe(text);
  });

  it("say how much failed", () => {
    expect([failedText(0, 0), failedText(0, 10), failedText(2, 1000)]).toEqual(["–", "none", "0.20 % (2)"]);
  });
});
