import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { baselineEndpoint, baselineRun, dayMs, storedRun } from "../ports/baseline-runs.contract.ts";
import { planOf } from "../../test/support/fabricated-run.ts";
import { ledgerEntry } from "../ports/ledger-entry.contract.ts";
import { reviewAgent, type ReviewAgent } from "../../test/support/reviewable-run.ts";
import type { BaselineRun } from "../contract/baseline.ts";
import type { ComparisonBasis } from "../contract/comparison.ts";
import type { LedgerEntry } from "../contract/ledger.ts";
import { freezeBaselines, traitsFor, withoutBaselines } from "./freeze-baselines.ts";

const plan = planOf();
const names = { environment: plan.target.environment, plan: plan.name };
const family = { ...names, service: plan.service };
const found = { path: "k6", version: "2.2.0", sha256: "aa", from: "path" as const };
const prepared = { loaded: { plan }, found, editedScript: null };

let directory: string;
let agent: ReviewAgent;
let today: number;
let own: ComparisonBasis;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "freeze-"));
  agent = reviewAgent(directory, "ana");
  today = agent.clock.now();
  own = withoutBaselines(agent, prepared, plan);
});
afterEach(async () => {
  await agent.close();
  await rm(directory, { recursive: true });
});

/** A run of the plan that started `daysAgo`. Its id says so. */
async function keep(daysAgo: number, changes: Partial<BaselineRun> = {}): Promise<void> {
  const runId = `ago-${daysAgo}`;
  const startedAt = today - daysAgo * dayMs;
  const { fingerprint, traits } = own;
  const run = baselineRun(runId, startedAt, { ...names, fingerprint, traits, ...changes });
  const stored = storedRun(runId, startedAt, { ...family, planName: family.plan, fingerprint, verdict: run.verdict });
  await (await agent.store()).runs.save(stored, null, run);
}

const freeze = (baselineTags: Record<string, string> = {}): Promise<ComparisonBasis> =>
  freezeBaselines(agent, { baselinesFile: null, baselineTags }, prepared);

const idsOf = ({ runs }: ComparisonBasis): string[] => runs.map(({ runId }) => runId);

async function accept(changes: Partial<LedgerEntry>): Promise<void> {
  const acceptance = { by: "ana", at: today, reason: "new tax rules", until: today + dayMs };
  const [scenario, endpoint] = ["buy", "checkout"];
  const entry = ledgerEntry({ ...family, scenario, endpoint, state: "accepted", acceptance, ...changes });
  await (await agent.store()).ledger.put([entry]);
}

const notComparedWith = (verdict: string): string => `its verdict is ${verdict}: only pass and warn are compared with`;

describe("freezeBaselines", () => {
  it("gives nothing of an empty store, but what the run is", async () => {
    expect(await freeze()).toEqual(own);
    expect(own.fingerprint).toMatch(/^[0-9a-f]{64}$/u);
    expect(own.traits).toMatchObject({ engine: "k6 2", script: "as generated" });
  });

  it("takes the newest thirty comparable runs and says of no older one that it is left out", async () => {
    for (let ago = 1; ago <= 33; ago += 1) await keep(ago);
    const basis = await freeze();
    expect(idsOf(basis)).toEqual(Array.from({ length: 30 }, (_, n) => `ago-${n + 1}`));
    expect(basis.excluded).toEqual([]);
  });

  it("leaves out what cannot be compared, newest first, each run with its reasons", async () => {
    const older = traitsFor(agent, { found: { ...found, version: "1.4.0" }, editedScript: null }, plan);
    await keep(1, { verdict: "fail" });
    await keep(2);
    await keep(3, { fingerprint: "f-old", traits: { ...older } });
    await keep(4, { fingerprint: "f-older", traits: {}, verdict: "invalid" });
    await keep(5, { verdict: "warn" });
    const basis = await freeze();
    expect(idsOf(basis)).toEqual(["ago-2", "ago-5"]);
    expect(basis.excluded.map(({ runId, why }) => [runId, why])).toEqual([
      ["ago-1", [notComparedWith("fail")]],
      ["ago-3", ["engine: k6 1 there, k6 2 here"]],
      [
        "ago-4",
        [
          notComparedWith("invalid"),
          "it is not known what its fingerprint is made of: a CSV file or an earlier version brought it",
        ],
      ],
    ]);
  });

  it("says of a run of the future that it does not count, as of any other", async () => {
    await keep(-1);
    await keep(1);
    const basis = await freeze();
    expect(idsOf(basis)).toEqual(["ago-1"]);
    expect(basis.excluded.map(({ runId, why }) => [runId, why])).toEqual([
      ["ago--1", ["it is dated after the start of this run: a clock is wrong"]],
    ]);
  });

  it("does not take a run for the usual in which a regression was suspected that nobody accepted", async () => {
    for (let ago = 1; ago <= 12; ago += 1) await keep(ago, ago <= 2 ? { verdict: "warn" } : {});
    const { ledger } = await agent.store();
    const [scenario, endpoint] = ["buy", "checkout"];
    const open = ledgerEntry({ ...family, scenario, endpoint, openedAt: today - 2 * dayMs, lastSeenAt: today - dayMs });
    await ledger.put([open]);
    const basis = await freeze();
    expect(idsOf(basis)).toEqual(Array.from({ length: 10 }, (_, n) => `ago-${n + 3}`));
    const why = ["r1 was suspected in it, a regression that nobody accepted"];
    expect(basis.excluded.map((one) => [one.runId, one.why])).toEqual([
      ["ago-1", why],
      ["ago-2", why],
    ]);
    await ledger.put([{ ...open, state: "closed" }]);
    expect((await freeze()).runs).toHaveLength(12);
  });

  it("honours an old acceptance, however many regressions were found since", async () => {
    const { ledger } = await agent.store();
    const many = Array.from({ length: 1001 }, (_, n) =>
      ledgerEntry({ ...family, id: `n${n}`, endpoint: `e${n}`, openedAt: today + n }),
    );
    await ledger.put(many);
    await accept({ openedAt: 1 });
    expect((await freeze()).accepted.map(({ id }) => id)).toEqual(["r1"]);
  });

  it("cuts at the latest change where the run that noticed it was dropped", async () => {
    for (let ago = 1; ago <= 30; ago += 1) {
      const p95 = (ago <= 6 ? 150 : ago <= 25 ? 120 : 100) + (ago % 3) / 10;
      await keep(ago, { endpoints: [baselineEndpoint({ p95 })] });
    }
    await accept({ openedAt: today - dayMs / 2, lastSeenAt: today - dayMs / 2 });
    expect((await freeze()).cut?.at).toBe(today - 6 * dayMs);
  });

  it("explains at most twenty", async () => {
    for (let ago = 1; ago <= 25; ago += 1) await keep(ago, { verdict: "fail" });
    expect((await freeze()).excluded.map(({ runId }) => runId)).toEqual(
      Array.from({ length: 20 }, (_, n) => `ago-${n + 1}`),
    );
  });

  it("compares only with runs that carry the tags asked for", async () => {
    await keep(1, { tags: { branch: "topic" } });
    await keep(2, { tags: { branch: "main" } });
    await keep(3);
    const basis = await freeze({ branch: "main" });
    expect(idsOf(basis)).toEqual(["ago-2"]);
    expect(basis.excluded.map(({ why }) => why)).toEqual([
      ["tag branch is topic, wanted main"],
      ["tag branch is absent, wanted main"],
    ]);
    const [unnamed] = (await freeze({ constructor: "main" })).excluded;
    expect(unnamed?.why).toEqual(["tag constructor is absent, wanted main"]);
  });

  it("anchors to the newest pin, which is compared with like any other run", async () => {
    await keep(1);
    await keep(2, { verdict: "fail" });
    await keep(3);
    const { book } = await agent.store();
    await book.pin({ ...family, runId: "ago-3", label: "release 4", by: "ana", at: 1 });
    await book.pin({ ...family, runId: "ago-2", label: "release 5", by: "ana", at: 2 });
    await book.pin({ ...family, plan: "another", runId: "ago-1", label: "other", by: "ana", at: 3 });
    const basis = await freeze();
    expect(idsOf(basis)).toEqual(["ago-1", "ago-3"]);
    expect(basis.anchor).toMatchObject({ label: "release 5", run: { runId: "ago-2" } });
  });

  it("has no anchor when the pinned run is no baseline any more", async () => {
    await (await agent.store()).book.pin({ ...family, runId: "gone", label: "release 4", by: "ana", at: 1 });
    expect((await freeze()).anchor).toBeNull();
  });

  it("cuts at an accepted change as soon as five runs of the new level exist", async () => {
    for (let ago = 1; ago <= 12; ago += 1) await keep(ago);
    await accept({ openedAt: today - 4 * dayMs, lastSeenAt: today - dayMs });
    const early = await freeze();
    expect([early.cut, early.runs.length, early.accepted.length]).toEqual([null, 12, 1]);
    await accept({ openedAt: today - 5 * dayMs, lastSeenAt: today - dayMs });
    const basis = await freeze();
    expect(basis.cut).toEqual({
      at: today - 5 * dayMs,
      why: "p95 of checkout in buy changed, which was accepted as r1 by ana: new tax rules",
    });
    expect(idsOf(basis)).toEqual(["ago-1", "ago-2", "ago-3", "ago-4", "ago-5"]);
    expect(basis.excluded).toHaveLength(7);
    expect(basis.excluded[0]).toMatchObject({ runId: "ago-6", why: ["it ran before the last accepted change"] });
  });

  it("cuts where the history shows that the accepted change began, before it was noticed", async () => {
    for (let ago = 1; ago <= 24; ago += 1) {
      const p95 = (ago <= 10 ? 150 : 100) + (ago % 3);
      await keep(ago, { endpoints: [baselineEndpoint({ p95 })] });
    }
    await accept({ openedAt: today - 7 * dayMs, lastSeenAt: today - dayMs });
    const basis = await freeze();
    expect(basis.cut?.at).toBe(today - 10 * dayMs);
    expect(basis.runs).toHaveLength(10);
  });

  it("does not cut for an acceptance that ended, and notes its end in the ledger", async () => {
    for (let ago = 1; ago <= 12; ago += 1) await keep(ago);
    await accept({ openedAt: today - 6 * dayMs });
    agent.pass(dayMs);
    const basis = await freeze();
    expect([basis.cut, basis.accepted, basis.runs.length]).toEqual([null, [], 12]);
    expect(await (await agent.store()).ledger.get("r1")).toMatchObject({ state: "expired" });
  });

  it("brings the calibration of the fingerprint, and a series that was named", async () => {
    const { book, runs } = await agent.store();
    const { fingerprint } = own;
    const calibration = { schemaVersion: 1 as const, ...family, fingerprint, at: 1, runIds: ["a"], series: [] };
    await book.calibrate(calibration);
    const carried = [baselineRun("carried", today - dayMs, { ...names, fingerprint, traits: own.traits })];
    await agent.documents.write("series.json", JSON.stringify({ schemaVersion: 1, service: "shop", runs: carried }), {
      overwrite: true,
    });
    const basis = await freezeBaselines(agent, { baselinesFile: "series.json", baselineTags: {} }, prepared);
    expect(basis.calibration).toEqual(calibration);
    expect(basis.runs).toEqual(carried);
    expect(await runs.baseline("carried")).toEqual(carried[0]);
  });
});
