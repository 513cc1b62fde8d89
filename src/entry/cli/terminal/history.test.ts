import { describe, expect, it, test } from "vitest";
import { ledgerEntry } from "../../../ports/ledger-entry.contract.ts";
import type { BaselinesDocument, HistoryDocument } from "../../../contract/history-document.ts";
import { renderBaselines } from "./render-baselines.ts";
import { renderHistory } from "./render-history.ts";
import { renderRegressions } from "./render-regressions.ts";
import { sparkline } from "./sparkline.ts";
import type { TerminalStyle } from "./terminal-text.ts";

const style: TerminalStyle = { colour: false, columns: 160 };

test.each<[string, readonly (number | null)[], number, string]>([
  ["from least to greatest", [0, 1, 2, 3, 4, 5, 6, 7], 9, "▁▂▃▄▅▆▇█"],
  ["whatever the level", [-70, 0], 9, "▁█"],
  ["blank where there is none", [1, null, 2], 9, "▁ █"],
  ["low where all are equal", [5, 5, 5], 9, "▁▁▁"],
  ["with the newest only", [9, 1, 2], 2, "▁█"],
  ["of nothing", [], 9, ""],
])("a sparkline stands %s", (_, values, columns, line) => {
  expect(sparkline(values, columns)).toBe(line);
});

describe("the history in the terminal", () => {
  const start = Date.UTC(2026, 10, 1);
  const point = (day: number, value: number | null): HistoryDocument["series"][number]["points"][number] => ({
    runId: `r${day}`,
    startedAt: start + day,
    verdict: "pass",
    commit: null,
    value,
  });
  const names = { service: "shop", environment: "perf", plan: "peak", scenario: "buy", endpoint: "checkout" };
  const change = { runId: "r2", at: start, before: 100, after: 150, effect: 0.5, commits: { from: "aaa", to: "bbb" } };
  const document: HistoryDocument = {
    schemaVersion: 1,
    name: "shop",
    statistic: "p95",
    unit: "ms",
    series: [{ ...names, points: [point(1, 100), point(2, 150), point(3, null)], changes: [change] }],
  };

  it("shows the course of an endpoint and dates its change with the commits", () => {
    expect(renderHistory(document, style)).toBe(
      [
        "endpoint         runs   first   least    most  last  p95, oldest first",
        "checkout in buy     3  100 ms  100 ms  150 ms     –  ▁█",
        "",
        "2026-11-01 00:00:00 UTC  p95 of checkout in buy went from 100 ms to 150 ms (+50.0 %) with run r2, commits aaa..bbb",
        "",
      ].join("\n"),
    );
  });

  it("says that nothing changed, and leaves out commits that are not known", () => {
    const [series] = document.series;
    if (series === undefined) throw new Error("there is a series");
    const calm = { ...document, series: [{ ...series, changes: [] }] };
    expect(renderHistory(calm, style)).toContain("\n\nno change of level\n");
    const untagged = { ...series, changes: [{ ...change, commits: { from: "aaa", to: null } }] };
    expect(renderHistory({ ...document, series: [untagged] }, style)).toMatch(/with run r2\n$/u);
  });

  it("tells families apart where there are several", () => {
    const [series] = document.series;
    if (series === undefined) throw new Error("there is a series");
    const two = { ...document, series: [series, { ...series, environment: "local" }] };
    const text = renderHistory(two, style);
    expect(text).toContain("checkout in buy, peak on perf, shop");
    expect(text).toContain("checkout in buy, peak on local, shop");
  });
});

test("the ledger tells each regression's story", () => {
  const accepted = ledgerEntry({
    state: "accepted",
    confirmedBy: "run-2",
    commits: { from: null, to: "bbb" },
    acceptance: { by: "ana", at: 1, reason: "new tax rules", until: Date.UTC(2027, 0, 31) },
  });
  const errors = ledgerEntry({ id: "r2", statistic: "errors", before: 0.001, after: 0.05, effect: 0.049 });
  expect(renderRegressions([accepted, errors], style).split("\n")).toEqual([
    "r1  accepted  p95 of checkout in buy, peak on perf, shop",
    "    from 100 ms to 150 ms (+50.0 %), confirmed by run-2",
    "    first 1970-01-01 00:00:01 UTC in run-1, commits ?..bbb; last 1970-01-01 00:00:01 UTC in run-1",
    "    accepted until 2027-01-31 00:00:00 UTC by ana: new tax rules",
    "r2  open  errors of checkout in buy, peak on perf, shop",
    "    from 0.10 % to 5.00 %, suspected",
    "    first 1970-01-01 00:00:01 UTC in run-1; last 1970-01-01 00:00:01 UTC in run-1",
    "",
  ]);
  expect(renderRegressions([], style)).toBe("No regression is open or accepted.\n");
});

test("baselines show their pins, and which are comparable", () => {
  const head: BaselinesDocument["baselines"][number] = {
    runId: "r1",
    startedAt: Date.UTC(2026, 10, 1),
    service: "shop",
    environment: "perf",
    plan: "peak",
    verdict: "warn",
    fingerprint: "0123456789abcdef",
    endpoints: 13,
    pin: "release 4",
  };
  expect(renderBaselines([head, { ...head, runId: "r2", pin: null }], style).split("\n")).toEqual([
    expect.stringMatching(/^run +started +service +plan +environment +verdict +endpoints +comparable +pinned as$/u),
    expect.stringMatching(/^r1 +2026-11-01 00:00:00 UTC +shop +peak +perf +warn +13 +01234567 +release 4$/iu),
    expect.stringMatching(/^r2 .* 01234567$/u),
    "",
  ]);
  expect(renderBaselines([], style)).toMatch(/^No baseline yet\./u);
});
