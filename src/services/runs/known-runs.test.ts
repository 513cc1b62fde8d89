import { describe, expect, test } from "vitest";
import { runsWorld, shelvedPlan, storedRunOf } from "../../../test/support/runs-world.ts";
import { sampleAnalysis } from "../../../test/support/sample-analysis.ts";
import type { ActiveRun } from "../../ports/active-runs.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { enqueueRun } from "./enqueue-run.ts";
import { knownRun } from "./known-run.ts";
import { noteRunEnd, stateAfter } from "./note-run-end.ts";
import { runVerdict } from "./run-verdict.ts";
import { showKnownRun } from "./show-known-run.ts";
import { stopQueuedOrRunning } from "./stop-queued-or-running.ts";
import { tagRun } from "./tag-run.ts";

/** A world with one run that waits. */
async function queued() {
  const all = runsWorld();
  all.plans.set("plan-1", shelvedPlan());
  const { runId } = await enqueueRun(all.service, { planId: "plan-1", author: "ben", idempotencyKey: null });
  return { ...all, runId, stop: { runId, reason: "wrong build", mode: "graceful" as const, actor: "cara" } };
}

describe("the state of a run", () => {
  test("is that of its job until it begins, and then of its row", async () => {
    const { service, jobs, rows, clock, runId } = await queued();
    const state = async (): Promise<string> => (await knownRun(service, runId)).state;
    expect(await state()).toBe("queued");
    const leased = await jobs.lease({ now: clock.now(), leaseMs: 10_000 });
    expect(await state()).toBe("running");
    rows.set(runId, storedRunOf(runId, { state: "interrupted" }));
    expect(await state()).toBe("interrupted");
    rows.set(runId, storedRunOf(runId, { state: "running", verdict: null }));
    if (leased !== null) await jobs.settle(leased, { at: clock.now(), problem: null, runId });
    expect(await state()).toBe("failed");
  });

  test("of a run of the command line is its row", async () => {
    const { service, rows } = runsWorld();
    rows.set("cli", storedRunOf("cli", { state: "running", verdict: null }));
    expect(await knownRun(service, "cli")).toMatchObject({ state: "running", job: null });
  });

  test("is unknown of a run that nobody knows", async () => {
    const { service } = runsWorld();
    await expect(knownRun(service, "no-such")).rejects.toMatchObject({ mistakes: [{ code: "PA_RUN_NOT_FOUND" }] });
  });

  test.each([
    ["guard", PerfAgentError.of("PA_GUARD_LIMIT", "too much"), "refused"],
    ["approval", PerfAgentError.of("PA_APPROVAL_MISSING", "none"), "refused"],
    ["a stop while it waited", PerfAgentError.of("PA_INTERRUPTED", "stopped"), "stopped"],
    ["engine", PerfAgentError.of("PA_ENGINE_MISSING", "no k6"), "failed"],
    ["defect", new TypeError("oops"), "failed"],
  ])("after an error of %s", (_, error, state) => {
    expect(stateAfter(error)).toBe(state);
  });

  test("stays as a run was judged, whatever fails afterwards", async () => {
    const { service, rows, jobs, runId } = await queued();
    const job = await jobs.ofRun(runId);
    rows.set(runId, storedRunOf(runId));
    if (job !== null) await noteRunEnd(service, job, runId, { state: "failed", reason: "no space left" });
    expect(rows.get(runId)).toMatchObject({ state: "finished", verdict: "pass" });
  });
});

describe("stopping", () => {
  test("takes a run that waits out of the queue", async () => {
    const { service, jobs, rows, audited, runId, stop } = await queued();
    expect(await stopQueuedOrRunning(service, stop)).toEqual({ runId, state: "stopped" });
    expect(await jobs.ofRun(runId)).toMatchObject({ state: "failed", problem: { code: "PA_RUN_CANCELLED" } });
    expect(rows.get(runId)).toMatchObject({ state: "stopped", reason: "cara took it out of the queue: wrong build" });
    expect(audited.at(-1)).toMatchObject({ actor: "cara", action: "stop", runId, reasons: ["wrong build"] });
  });

  test("asks a load to end, of the service or of the command line", async () => {
    const { service, rows, active, stops, audited } = runsWorld();
    rows.set("cli", storedRunOf("cli", { state: "running", verdict: null }));
    active.push({ runId: "cli", environment: "local", claimedAt: 1 } as ActiveRun);
    const stop = { runId: "cli", reason: "wrong build", mode: "now" as const, actor: "cara" };
    expect(await stopQueuedOrRunning(service, stop)).toEqual({ runId: "cli", state: "running" });
    expect(stops).toEqual(["cli now"]);
    expect(audited).toMatchObject([{ actor: "cara", action: "stop", runId: "cli" }]);
  });

  test("is remembered by a run that has no engine yet", async () => {
    const { service, jobs, clock, audited, runId, stop } = await queued();
    await jobs.lease({ now: clock.now(), leaseMs: 10_000 });
    const here = service.live.begin(runId);
    await stopQueuedOrRunning(service, stop);
    expect(here.stopAsked()).toBe(true);
    expect(audited.at(-1)).toMatchObject({ action: "stop", actor: "cara" });
  });

  test.each([
    ["is over", "finished", "PA_RUN_OVER"],
    ["is prepared by another process", "running", "PA_RUN_NOT_FOUND"],
  ])("is refused for a run that %s", async (_, state, code) => {
    const { service, rows } = runsWorld();
    rows.set("a", storedRunOf("a", { state, verdict: null }));
    const stop = { runId: "a", reason: "wrong build", mode: "graceful" as const, actor: "cara" };
    await expect(stopQueuedOrRunning(service, stop)).rejects.toMatchObject({ mistakes: [{ code }] });
  });
});

describe("tagging", () => {
  test("sets, changes and takes away, and leaves the others", async () => {
    const { service, rows, audited } = runsWorld();
    rows.set("a", storedRunOf("a", { tags: { author: "ben", commit: "9f31c2e", old: "1" } }));
    const tags = { author: "ben", commit: "c0ffee0", release: "yes" };
    const changes = { commit: "c0ffee0", release: "yes", old: null };
    expect(await tagRun(service, { runId: "a", tags: changes, actor: "cara" })).toEqual({ runId: "a", tags });
    expect(rows.get("a")?.tags).toEqual(tags);
    expect(audited[0]).toMatchObject({ action: "tag-run", reasons: ["commit=c0ffee0", "release=yes", "without old"] });
  });

  test.each<[string, string, Record<string, string | null>, string]>([
    ["a run that is not over", "running", { commit: "1" }, "PA_RUN_NOT_OVER"],
    ["with what the service gives", "finished", { planId: null }, "PA_USAGE"],
    [
      "with more than a run may have",
      "finished",
      Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`tag${i}`, "1"])),
      "PA_USAGE",
    ],
  ])("refuses %s", async (_, state, tags, code) => {
    const { service, rows } = runsWorld();
    rows.set("a", storedRunOf("a", { state }));
    await expect(tagRun(service, { runId: "a", tags, actor: "cara" })).rejects.toMatchObject({ mistakes: [{ code }] });
    expect(rows.get("a")?.tags).toEqual({});
  });
});

describe("showing", () => {
  const document = { ...sampleAnalysis().document, runId: "a" };

  test("a judged run is its document, with the tags that it has now", async () => {
    const { service, rows, documents } = runsWorld();
    rows.set("a", storedRunOf("a", { tags: { release: "yes" } }));
    documents.set("/data/runs/a", document);
    expect(await showKnownRun(service, "a")).toMatchObject({
      totals: document.totals,
      directory: "/data/runs/a",
      tags: { release: "yes" },
    });
  });

  test("any other is its line", async () => {
    const { service, runId } = await queued();
    expect(await showKnownRun(service, runId)).toMatchObject({
      runId,
      state: "queued",
      planId: "plan-1",
      author: "ben",
      finishedAt: null,
    });
  });

  test("a verdict promotes what passed, and nothing else", async () => {
    const { service, rows, documents } = runsWorld();
    documents.set("/data/runs/a", document);
    const asked: [string, string | null, boolean][] = [
      ["finished", "pass", true],
      ["finished", "warn", true],
      ["finished", "fail", false],
      ["finished", "inconclusive", false],
      ["interrupted", "invalid", false],
      ["running", null, false],
      ["refused", null, false],
    ];
    for (const [state, verdict, promote] of asked) {
      rows.set("a", storedRunOf("a", { state, verdict, reason: "because" }));
      const answer = await runVerdict(service, "a");
      expect(answer).toMatchObject({ state, verdict, promote });
      expect(answer.exitCode === null).toBe(verdict === null);
    }
  });

  test.each(["running", "refused"])("a run that is %s has the reason of its line", async (state) => {
    const { service, rows } = runsWorld();
    rows.set("a", storedRunOf("a", { state, verdict: null, reason: "because" }));
    expect((await runVerdict(service, "a")).reasons).toEqual(["because"]);
  });
});
