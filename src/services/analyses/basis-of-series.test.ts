import { describe, expect, it } from "vitest";
import { baselineRun, dayMs } from "../../ports/baseline-runs.contract.ts";
import type { BaselineRun } from "../../contract/baseline.ts";
import { emptyBasis } from "../freeze-baselines.ts";
import { basisOfSeries } from "./basis-of-series.ts";

const basis = emptyBasis("f1", { engine: "k6 2" });
const run = { runId: "now", startedAt: 10 * dayMs, ownFingerprint: true };
const seriesOf = (...runs: BaselineRun[]): Parameters<typeof basisOfSeries>[1] => ({
  runs,
});

describe("a basis of runs that were handed in", () => {
  it("takes those that count, newest first, and says of each other why it does not", () => {
    const { runs, excluded, fingerprint } = basisOfSeries(
      basis,
      seriesOf(
        baselineRun("old", dayMs),
        baselineRun("new", 2 * dayMs, { verdict: "warn" }),
        baselineRun("bad", 3 * dayMs, { verdict: "fail" }),
        baselineRun("late", 10 * dayMs),
        baselineRun("other", 4 * dayMs, { fingerprint: "f2", traits: { engine: "k6 1" } }),
        baselineRun("strange", 5 * dayMs, { fingerprint: "f3", traits: { engine: "k6 2" } }),
        baselineRun("now", dayMs),
      ),
      run,
    );
    expect(fingerprint).toBe("f1");
    expect(runs.map(({ runId }) => runId)).toEqual(["new", "old"]);
    expect(excluded.map(({ runId, why }) => [runId, why.length])).toEqual([
      ["late", 1],
      ["strange", 1],
      ["other", 1],
      ["bad", 1],
    ]);
    expect(excluded[2]?.why[0]).toContain("k6 1");
  });

  it("leaves it to the owner of foreign results what they are comparable with", () => {
    const foreign = baselineRun("a", dayMs, { fingerprint: "elsewhere" });
    expect(basisOfSeries(basis, seriesOf(foreign), { ...run, ownFingerprint: false }).runs).toEqual([foreign]);
    expect(basisOfSeries(basis, seriesOf(foreign), run).runs).toEqual([]);
  });

  it("takes no more than are compared with, and keeps what people said", () => {
    const many = Array.from({ length: 40 }, (_, day) => baselineRun(`r${day}`, day * 1000));
    const anchor = { label: "release", run: baselineRun("anchor", 1) };
    const made = basisOfSeries({ ...basis, anchor, cut: { at: 5, why: "" } }, seriesOf(...many), run);
    expect(made.runs).toHaveLength(30);
    expect(made.runs[0]?.runId).toBe("r39");
    expect(made).toMatchObject({ anchor, cut: null });
  });
});
