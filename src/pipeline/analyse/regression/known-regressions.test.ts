import { describe, expect, test } from "vitest";
import { basisOf, endpointAt, runAt } from "../../../../test/support/compared-runs.ts";
import { ledgerEntry } from "../../../ports/ledger-entry.contract.ts";
import { defaultComparisonRules, type Comparison, type ComparisonBasis } from "../../../contract/comparison.ts";
import type { LedgerEntry } from "../../../contract/ledger.ts";
import { compareWithBaselines } from "./compare.ts";

const history = [100, 101, 99, 100, 102, 98, 100, 101, 99, 100].map((p95, i) => runAt(i + 1, p95));
const p95 = { scenario: "buy", endpoint: "checkout", statistic: "p95" };

function compared(value: number, changes: Partial<ComparisonBasis>) {
  const { comparisons, findings, summary } = compareWithBaselines(
    runAt(99, value),
    basisOf(history, changes),
    defaultComparisonRules,
  );
  return { p95: comparisons.find(({ statistic }) => statistic === "p95"), findings, summary };
}

describe("a run that repeats another one", () => {
  test.each<[string, number, ComparisonBasis["confirms"], Comparison["status"], readonly string[]]>([
    ["confirms what both show", 120, { runId: "r", suspected: [p95] }, "regression-confirmed", ["also in run r"]],
    [
      "does not confirm what only the other shows",
      99,
      { runId: "r", suspected: [p95] },
      "no-regression",
      ["suspected in run r, and not in this one"],
    ],
    ["suspects what only it shows", 120, { runId: "r", suspected: [] }, "regression-suspected", []],
    [
      "does not take another statistic for the same",
      120,
      { runId: "r", suspected: [{ ...p95, statistic: "p50" }] },
      "regression-suspected",
      [],
    ],
  ])("%s", (_, value, confirms, status, notes) => {
    const result = compared(value, { confirms });
    expect(result.p95).toMatchObject({ status, notes });
    expect(result.summary?.confirms).toBe("r");
  });
});

describe("a confirmed regression", () => {
  const confirms = { runId: "r", suspected: [p95] };
  const calibration = {
    schemaVersion: 1 as const,
    fingerprint: "f1",
    service: "shop",
    environment: "perf",
    plan: "peak",
    at: 0,
    runIds: [],
    series: [],
  };

  test.each<[string, Partial<ComparisonBasis>, boolean]>([
    ["ten runs", {}, true],
    ["six runs", { runs: history.slice(0, 6) }, false],
    ["six runs and a calibration", { runs: history.slice(0, 6), calibration }, true],
    [
      "six runs and a calibration of something else",
      { runs: history.slice(0, 6), calibration: { ...calibration, fingerprint: "f2" } },
      false,
    ],
  ])("counts where the noise is known: %s", (_, changes, calibrated) => {
    const { findings, summary } = compared(120, { confirms, ...changes });
    expect(summary?.calibrated).toBe(calibrated);
    expect(findings).toMatchObject([{ status: "regression-confirmed", advisory: !calibrated }]);
    expect(findings[0]?.text.includes("perf-agent calibrate")).toBe(!calibrated);
  });
});

describe("an accepted regression", () => {
  const acceptance = { by: "ana", at: 1, reason: "the new check costs this much", until: 1_000_000 };
  const entry = (changes: Partial<LedgerEntry> = {}): LedgerEntry =>
    ledgerEntry({ id: "r7", state: "accepted", before: 100, after: 120, acceptance, ...changes });

  test.each<[string, number, LedgerEntry, string | null]>([
    ["as it was accepted", 120, entry(), "r7"],
    ["a little worse", 125, entry(), "r7"],
    ["worse by as much as matters", 127, entry(), null],
    ["after the acceptance has run out", 120, entry({ acceptance: { ...acceptance, until: 99_000 } }), null],
    ["of another endpoint", 120, entry({ endpoint: "search" }), null],
    ["open, accepted by nobody", 120, entry({ acceptance: null }), null],
    ["nothing that is no regression", 101, entry(), null],
  ])("%s", (_, value, known, accepted) => {
    expect(compared(value, { accepted: [known] }).p95?.accepted).toBe(accepted);
  });

  test("informs, and stays apart from others", () => {
    const { findings } = compared(120, { accepted: [entry()] });
    expect(findings).toMatchObject([
      { kind: "regression", advisory: true, text: expect.stringMatching(/accepted as r7$/) },
    ]);
    const worse = compared(140, { accepted: [entry()] });
    expect(worse.findings).toMatchObject([{ kind: "regression", advisory: false }]);
    expect(worse.p95?.notes).toEqual(["accepted as r7 at 120 ms, and it has become worse since"]);
  });

  test("of error rates holds by points of a percentage", () => {
    const errors = entry({ statistic: "errors", before: 0, after: 0.02 });
    const accepted = (failedRequests: number): string | null | undefined =>
      compareWithBaselines(
        runAt(99, 100, { endpoints: [endpointAt(100, { failedRequests })] }),
        basisOf(history, { accepted: [errors] }),
        defaultComparisonRules,
      ).comparisons.find(({ statistic }) => statistic === "errors")?.accepted;
    expect([accepted(180), accepted(224), accepted(226)]).toEqual(["r7", "r7", null]);
  });

  test("counts again when its acceptance has ended, although the earlier runs have it themselves", () => {
    const slow = history.map((run, i) => runAt(i + 1, (run.endpoints[0]?.p95 ?? 0) * 1.2));
    const ended = entry({ state: "expired", acceptance: { ...acceptance, until: 98_000 } });
    const told = (value: number) =>
      compareWithBaselines(
        runAt(99, value),
        basisOf(slow, { expired: [ended] }),
        defaultComparisonRules,
      ).findings.filter(({ kind }) => kind === "regression");
    expect(told(120)).toMatchObject([
      {
        kind: "regression",
        status: "regression-suspected",
        advisory: false,
        text: expect.stringContaining("the acceptance of r7 ended"),
      },
    ]);
    expect(told(104)).toEqual([]);
  });
});
