import { describe, expect, it } from "vitest";
import type { LedgerEntry } from "../../../../src/contract/ledger.ts";
import { bySize, pointsOfSeries, type HistorySeries } from "./series-points.ts";

const place = { service: "shop", environment: "perf", plan: "checkout", scenario: "buy", endpoint: "pay" };

function series(values: readonly (number | null)[], changes: HistorySeries["changes"] = []): HistorySeries {
  return {
    ...place,
    points: values.map((value, index) => ({
      runId: `r${index}`,
      startedAt: index * 1000,
      verdict: index === 3 ? "fail" : "pass",
      commit: null,
      value,
    })),
    changes,
  };
}

function change(runId: string, before: number, after: number): HistorySeries["changes"][number] {
  return { runId, at: 0, before, after, effect: after / before - 1, commits: { from: null, to: "0123456789abcdef" } };
}

const entry: LedgerEntry = {
  id: "k3f",
  ...place,
  statistic: "p95",
  state: "accepted",
  effect: 0.5,
  before: 100,
  after: 150,
  openedBy: "r3",
  openedAt: 3000,
  lastSeenBy: "r3",
  lastSeenAt: 3000,
  confirmedBy: "r3",
  commits: { from: null, to: null },
  acceptance: { by: "ada", at: 4000, reason: "more checks", until: 9_000_000 },
};

describe("the trend of an endpoint", () => {
  it("has a level between every two changes", () => {
    const facts = pointsOfSeries(
      series([100, 100, null, 150, 150, 120], [change("r3", 100, 150), change("r5", 150, 120)]),
      "ms",
      [],
    );
    expect(facts.steps).toEqual([
      { from: 0, to: 2, value: 100 },
      { from: 3, to: 4, value: 150 },
      { from: 5, to: 5, value: 120 },
    ]);
    expect(facts.marks).toEqual([
      { index: 3, label: "+50.0 % at 0123456789" },
      { index: 5, label: "-20.0 % at 0123456789" },
    ]);
    expect(facts.points.map(({ tone }) => tone)).toEqual(["plain", "plain", "plain", "bad", "plain", "plain"]);
  });

  it("has no levels where nothing changed, and passes over a change whose run is not shown", () => {
    expect(pointsOfSeries(series([1, 2]), "ms", []).steps).toEqual([]);
    expect(pointsOfSeries(series([1, 2], [change("gone", 1, 2)]), "ms", []).marks).toEqual([]);
  });

  it("marks what was accepted, of this series only", () => {
    const other = { ...entry, endpoint: "cart" };
    const open = { ...entry, state: "open" as const };
    const facts = pointsOfSeries(series([100, 100, 100, 150]), "ms", [entry, other, open]);
    expect(facts.marks).toEqual([{ index: 3, label: "accepted +50.0 %" }]);
  });

  it("stands above those that changed less", () => {
    const [small, large, none] = [
      series([1, 2], [change("r1", 100, 110)]),
      series([1, 2], [change("r1", 100, 40)]),
      series([1]),
    ];
    expect(bySize([none, small, large])).toEqual([large, small, none]);
  });
});
