import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it, test } from "vitest";
import { ledgerEntry } from "../../../ports/ledger-entry.contract.ts";
import { comparisonSchema, comparisonStatuses, type Comparison } from "../../../contract/comparison.ts";
import type { LedgerEntry } from "../../../contract/ledger.ts";
import { expire, keepLedger, type LedgerRun } from "./keep-ledger.ts";

function comparison(status: Comparison["status"], changes: Partial<Comparison> = {}): Comparison {
  return comparisonSchema.parse({
    endpoint: "checkout",
    scenario: "buy",
    statistic: "p95",
    status,
    before: 100,
    after: 150,
    unit: "ms",
    effect: 0.5,
    interval: null,
    p: null,
    mde: null,
    baselineRuns: 10,
    ...changes,
  });
}

function run(comparisons: readonly Comparison[], changes: Partial<LedgerRun> = {}): LedgerRun {
  return {
    runId: "run-2",
    startedAt: 2000,
    service: "shop",
    environment: "perf",
    plan: "peak",
    verdict: "warn",
    commits: { from: "aaa", to: "bbb" },
    comparisons,
    ...changes,
  };
}

const keep = (entries: readonly LedgerEntry[], of: LedgerRun): LedgerEntry[] => keepLedger(entries, of, () => "id");
const accepted = { by: "ana", at: 1, reason: "agreed", until: 9000 };

describe("the ledger", () => {
  it("opens an entry with what the run found and between which commits", () => {
    const opened = ledgerEntry({
      id: "id",
      openedBy: "run-2",
      openedAt: 2000,
      lastSeenBy: "run-2",
      lastSeenAt: 2000,
      commits: { from: "aaa", to: "bbb" },
    });
    expect(keep([], run([comparison("regression-suspected")]))).toEqual([opened]);
    expect(keep([], run([comparison("regression-confirmed")]))).toEqual([{ ...opened, confirmedBy: "run-2" }]);
  });

  test.each<[string, LedgerRun]>([
    ["that only describes", run([comparison("regression-suspected", { primary: false })])],
    ["without figures", run([comparison("regression-suspected", { before: null })])],
    ["of an invalid run", run([comparison("regression-suspected")], { verdict: "invalid" })],
    ...comparisonStatuses
      .filter((status) => !status.startsWith("regression-"))
      .map((status): [string, LedgerRun] => [`of status ${status}`, run([comparison(status)])]),
  ])("opens nothing for a comparison %s", (_, of) => {
    expect(keep([], of)).toEqual([]);
  });

  it("renews an open entry with the newest level and who confirmed it first", () => {
    const seen = run([comparison("regression-confirmed", { after: 180, effect: 0.2, before: 150 })]);
    const renewed = {
      after: 180,
      effect: 0.2,
      before: 100,
      lastSeenBy: "run-2",
      lastSeenAt: 2000,
      confirmedBy: "run-2",
    };
    expect(keep([ledgerEntry()], seen)).toEqual([ledgerEntry(renewed)]);
    expect(keep([ledgerEntry({ confirmedBy: "run-0" })], seen)).toMatchObject([{ confirmedBy: "run-0" }]);
  });

  it("leaves an accepted level as it was accepted", () => {
    const entry = ledgerEntry({ state: "accepted", acceptance: accepted });
    const seen = run([comparison("regression-suspected", { after: 180, effect: 0.8 })]);
    expect(keep([entry], seen)).toEqual([{ ...entry, lastSeenBy: "run-2", lastSeenAt: 2000 }]);
  });

  test.each<[string, Partial<LedgerEntry>, Comparison, LedgerEntry["state"] | null]>([
    ["the level before is back", {}, comparison("no-regression", { after: 104 }), "closed"],
    ["it is better than ever", {}, comparison("improved", { after: 60 }), "closed"],
    [
      "an acceptance held",
      { state: "accepted", acceptance: accepted },
      comparison("improved", { after: 101 }),
      "closed",
    ],
    [
      "an acceptance ended",
      { state: "expired", acceptance: accepted },
      comparison("improved", { after: 101 }),
      "closed",
    ],
    ["the baseline has become as slow", {}, comparison("no-regression", { after: 148 }), null],
    ["nobody can tell", {}, comparison("inconclusive", { after: 100 }), null],
    ["the environment moved", {}, comparison("environment-shift", { after: 100 }), null],
    ["another endpoint is well", {}, comparison("no-regression", { after: 100, endpoint: "search" }), null],
    ["another statistic is well", {}, comparison("no-regression", { after: 100, statistic: "errors" }), null],
    ["a falling figure is back", { before: 100, after: 50 }, comparison("improved", { after: 98 }), "closed"],
    ["a falling figure is not back", { before: 100, after: 50 }, comparison("no-regression", { after: 52 }), null],
  ])("closes an entry, or does not, when %s", (_, entry, found, state) => {
    const states = keep([ledgerEntry(entry)], run([found])).map((each) => each.state);
    expect(states).toEqual(state === null ? [] : [state]);
  });

  it("opens a new entry beside a closed one", () => {
    const closed = ledgerEntry({ state: "closed" });
    expect(keep([closed], run([comparison("regression-suspected")]))).toMatchObject([{ id: "id", openedBy: "run-2" }]);
  });

  it("learns nothing from a run that is no later than the last it knows", () => {
    const newest = ledgerEntry({ state: "closed", lastSeenAt: 2000 });
    expect(keep([newest], run([comparison("regression-suspected")]))).toEqual([]);
    expect(keep([ledgerEntry({ lastSeenAt: 2000 })], run([comparison("improved", { after: 90 })]))).toEqual([]);
  });

  it("has one live entry of a series at most, and is the same when all runs are read again", () => {
    assert(
      property(array(constantFrom(...comparisonStatuses), { maxLength: 12 }), (statuses) => {
        const read = (before: readonly LedgerEntry[]): LedgerEntry[] => {
          const book = new Map(before.map((entry) => [entry.id, entry]));
          for (const [index, status] of statuses.entries()) {
            const after = status.startsWith("regression-") ? 150 : 100;
            const of = run([comparison(status, { after })], { startedAt: index + 1, runId: `run-${index}` });
            for (const entry of keepLedger([...book.values()], of, (text) => text)) book.set(entry.id, entry);
          }
          return [...book.values()];
        };
        const once = read([]);
        expect(once.filter(({ state }) => state !== "closed").length).toBeLessThanOrEqual(1);
        expect(read(once)).toEqual(once);
      }),
    );
  });
});

test.each<[string, Partial<LedgerEntry>, boolean]>([
  ["an acceptance that ended now", { state: "accepted", acceptance: accepted }, true],
  ["one that holds a moment more", { state: "accepted", acceptance: { ...accepted, until: 9001 } }, false],
  ["an open entry", {}, false],
  ["a closed one that was accepted once", { state: "closed", acceptance: accepted }, false],
])("%s expires or not", (_, entry, expires) => {
  const expired = expire([ledgerEntry(entry)], 9000);
  expect(expired).toEqual(expires ? [ledgerEntry({ ...entry, state: "expired" })] : []);
});
