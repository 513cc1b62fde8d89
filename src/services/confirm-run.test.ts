import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { basisOf } from "../../test/support/compared-runs.ts";
import { reviewAgent } from "../../test/support/reviewable-run.ts";
import type { Comparison, ComparisonStatus } from "../contract/comparison.ts";
import { ledgerEntry } from "../ports/ledger-entry.contract.ts";
import { asKnownNow, codeOf, suspectedIn } from "./confirm-run.ts";

const comparison = (status: ComparisonStatus, changes: Partial<Comparison> = {}): Comparison => ({
  endpoint: "checkout",
  scenario: "buy",
  statistic: "p95",
  status,
  before: 100,
  after: 120,
  unit: "ms",
  effect: 0.2,
  interval: null,
  p: null,
  pAdjusted: null,
  mde: null,
  baselineRuns: 10,
  primary: true,
  needs: null,
  notes: [],
  accepted: null,
  ...changes,
});
const series = { scenario: "buy", endpoint: "checkout", statistic: "p95" };

test.each<[string, Comparison, boolean]>([
  ["suspected", comparison("regression-suspected"), true],
  ["confirmed already", comparison("regression-confirmed"), true],
  ["improved", comparison("improved"), false],
  ["undecided", comparison("inconclusive"), false],
  ["on a slower machine", comparison("environment-shift"), false],
  ["of too few runs", comparison("provisional"), false],
  ["only describing", comparison("regression-suspected", { primary: false }), false],
  ["accepted by somebody", comparison("regression-suspected", { accepted: "a1" }), false],
])("a slowdown that is %s", (_, one, wanted) => {
  expect(suspectedIn({ verdict: "warn", comparisons: [one] })).toEqual(wanted ? [series] : []);
});

test("an invalid run suspects nothing", () => {
  const comparisons = [comparison("regression-suspected")];
  expect(suspectedIn({ verdict: "invalid", comparisons })).toEqual([]);
});

test.each([
  ["not-settled", 0, undefined, 4],
  ["not-settled", 0, "pass", 0],
  ["not-settled", 0, "fail", 1],
  ["not-settled", 1, undefined, 1],
  ["not-confirmed", 0, undefined, 0],
  ["confirmed", 1, undefined, 1],
] as const)("%s after a rerun with exit code %i, inconclusive as %s: %i", (outcome, rerun, inconclusiveAs, wanted) => {
  expect(codeOf(outcome, rerun, inconclusiveAs)).toBe(wanted);
});

test("repeats a run with what was accepted and calibrated since", async () => {
  const directory = await mkdtemp(join(tmpdir(), "confirm-"));
  const agent = reviewAgent(directory, "ana");
  const { book, ledger } = await agent.store();
  const names = { service: "shop", environment: "perf", plan: "peak" };
  const acceptance = { by: "ana", at: 1, reason: "agreed", until: agent.clock.now() + 1 };
  const accepted = ledgerEntry({ state: "accepted", acceptance });
  const calibration = { schemaVersion: 1 as const, ...names, fingerprint: "f1", at: 1, runIds: [], series: [] };
  await ledger.put([accepted]);
  await book.calibrate(calibration);
  const plan = { name: "peak", sha256: "", seed: 1 };
  expect(await asKnownNow(agent, { ...names, plan }, basisOf([]))).toMatchObject({ accepted: [accepted], calibration });
  await agent.close();
  await rm(directory, { recursive: true });
});
