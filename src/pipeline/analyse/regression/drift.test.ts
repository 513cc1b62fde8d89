import { describe, expect, test } from "vitest";
import { basisOf, endpointAt, runAt } from "../../../../test/support/compared-runs.ts";
import { ledgerEntry } from "../../../ports/ledger-entry.contract.ts";
import { defaultComparisonRules } from "../../../contract/comparison.ts";
import { compareWithBaselines } from "./compare.ts";

/** Ten runs that become slower by half a percent each, from 100 ms. */
const creeping = Array.from({ length: 10 }, (_, i) => runAt(i + 1, 100 + i / 2));

function compared(p95: number, anchored: number, runs = creeping) {
  const anchor = { label: "release 7", run: runAt(0, anchored) };
  return compareWithBaselines(runAt(99, p95), basisOf(runs, { anchor }), defaultComparisonRules);
}

describe("drift since the pinned run", () => {
  test("a slow creep is told although no comparison sees it", () => {
    const { comparisons, findings, summary } = compared(106, 96);
    expect(comparisons[0]?.status).not.toMatch(/^regression/);
    expect(summary?.drift).toMatchObject([
      { endpoint: "checkout", statistic: "p95", effect: expect.closeTo(0.104, 3) },
    ]);
    expect(summary?.anchor).toEqual({ label: "release 7", runId: "run-0", startedAt: 0 });
    expect(findings).toMatchObject([{ kind: "drift", status: "regression-suspected", advisory: false }]);
    expect(findings[0]?.text).toMatch(/^p95 of checkout has crept 10\.4 % up since the pinned run release 7/);
  });

  test.each<[string, number, number, typeof creeping]>([
    ["too little to matter, though no noise", 104, 100, creeping.map((_, i) => runAt(i + 1, 101 + (i % 2) / 10))],
    ["faster", 96, 110, creeping],
    ["noise", 112, 100, [80, 120, 90, 130, 85, 115, 100, 95, 125, 105].map((p95, i) => runAt(i + 1, p95))],
    ["too few runs to know the noise", 112, 100, creeping.slice(0, 4)],
  ])("is reported and no finding: %s", (_, p95, anchored, runs) => {
    const { findings, summary } = compared(p95, anchored, runs);
    expect(summary?.drift).toMatchObject([{ effect: expect.closeTo(p95 / anchored - 1, 6) }]);
    expect(findings.filter(({ kind }) => kind === "drift")).toEqual([]);
  });

  test("is not told twice: what the latest runs show is a regression", () => {
    expect(compared(130, 100).findings.map(({ kind }) => kind)).toEqual(["regression"]);
  });

  test("an endpoint that the pinned run does not have has none, and neither has the pinned run itself", () => {
    const anchor = { label: "", run: runAt(0, 100, { endpoints: [endpointAt(100, { endpoint: "other" })] }) };
    const other = compareWithBaselines(runAt(99, 120), basisOf(creeping, { anchor }), defaultComparisonRules);
    expect(other.summary?.drift).toEqual([]);
    const itself = { label: "", run: runAt(99, 120) };
    const same = compareWithBaselines(runAt(99, 120), basisOf(creeping, { anchor: itself }), defaultComparisonRules);
    expect(same.summary?.drift).toEqual([]);
  });

  test("is no warning while the level is accepted, and one when it has become worse", () => {
    const acceptance = { by: "ana", at: 1, reason: "new check", until: 1_000_000 };
    const accepted = [ledgerEntry({ id: "r7", state: "accepted", before: 100, after: 120, acceptance })];
    const anchor = { label: "release 7", run: runAt(0, 100) };
    const drifts = (p95: number) =>
      compareWithBaselines(
        runAt(99, p95),
        basisOf(
          Array.from({ length: 10 }, (_, i) => runAt(i + 1, p95 + (i % 3) / 10)),
          { anchor, accepted },
        ),
        defaultComparisonRules,
      ).findings.filter(({ kind }) => kind === "drift");
    expect(drifts(120)).toEqual([]);
    expect(drifts(130)).toHaveLength(1);
  });

  test("is not blamed on an endpoint where the machine explains it", () => {
    const control = { cpuMs: 10, connectMs: null };
    const runs = Array.from({ length: 10 }, (_, i) => runAt(i + 1, 100 + (i % 3) / 10, { control }));
    const anchor = { label: "", run: runAt(0, 100, { control }) };
    const slower = runAt(99, 120, { control: { ...control, cpuMs: 12 } });
    const { findings } = compareWithBaselines(slower, basisOf(runs, { anchor }), defaultComparisonRules);
    expect(findings.map(({ kind }) => kind)).toEqual(["environment-shift"]);
  });

  test("since a run that is not comparable only informs, and says why", () => {
    const run = runAt(0, 96, { fingerprint: "f0", traits: { engine: "k6 1" } });
    const basis = basisOf(creeping, { anchor: { label: "release 7", run }, traits: { engine: "k6 2" } });
    const [finding] = compareWithBaselines(runAt(99, 106), basis, defaultComparisonRules).findings;
    expect(finding).toMatchObject({ kind: "drift", advisory: true });
    expect(finding?.text).toContain("engine: k6 1 there, k6 2 here");
  });
});
