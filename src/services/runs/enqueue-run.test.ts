import { describe, expect, test } from "vitest";
import { runsWorld, shelvedPlan, type RunsWorld } from "../../../test/support/runs-world.ts";
import { enqueueRun, type EnqueueRun } from "./enqueue-run.ts";
import { readRunPayload } from "./run-payload.ts";

/** A world with a plan for the local environment, which its users approve by running. */
function world(changes: Parameters<typeof shelvedPlan>[0] = {}): RunsWorld {
  const all = runsWorld();
  all.plans.set("plan-1", shelvedPlan(changes));
  return all;
}

const ask: EnqueueRun = { planId: "plan-1", tags: { commit: "9f31c2e" }, author: "ben", idempotencyKey: null };

describe("asking for a run", () => {
  test("promises a run id and puts the run into the queue of its environment", async () => {
    const { service, jobs, rows, audited } = world();
    const { runId, ahead } = await enqueueRun(service, ask);
    expect(runId).toMatch(/^\d{8}-\d{6}-checkout-peak-[0-9a-f]{4}$/u);
    expect(ahead).toBe(0);
    const job = await jobs.ofRun(runId);
    expect(job).toMatchObject({ kind: "run", lane: "local", state: "queued", createdBy: "ben" });
    const tags = { commit: "9f31c2e", author: "ben", planId: "plan-1" };
    expect(job === null ? null : readRunPayload(job)).toMatchObject({ planId: "plan-1", author: "ben", tags });
    expect(rows.get(runId)).toMatchObject({ state: "queued", verdict: null, planName: "checkout-peak", tags });
    expect(audited).toMatchObject([{ actor: "ben", action: "queue-run", runId, subject: "checkout-peak on local" }]);
  });

  test("says how many are before it", async () => {
    const { service } = world();
    const asked = [await enqueueRun(service, ask), await enqueueRun(service, ask), await enqueueRun(service, ask)];
    expect(asked.map(({ ahead }) => ahead)).toEqual([0, 1, 2]);
    expect(new Set(asked.map(({ runId }) => runId)).size).toBe(3);
  });

  test("wakes the job loop", async () => {
    const { service } = world();
    const before = service.live.jobs.count;
    await enqueueRun(service, ask);
    expect(service.live.jobs.count).toBe(before + 1);
  });

  test("gives the same run for the same key, once", async () => {
    const { service, audited } = world();
    const keyed = { ...ask, idempotencyKey: "deploy-17" };
    const first = await enqueueRun(service, keyed);
    const again = await enqueueRun(service, keyed);
    expect(again.runId).toBe(first.runId);
    expect(audited).toHaveLength(1);
    await expect(enqueueRun(service, { ...keyed, tags: { commit: "other" } })).rejects.toMatchObject({
      mistakes: [{ code: "PA_IDEMPOTENCY" }],
    });
  });

  test.each<[string, Parameters<typeof shelvedPlan>[0], Partial<EnqueueRun>, string]>([
    ["a plan that is not here", {}, { planId: "plan-2" }, "PA_PLAN_NOT_FOUND"],
    ["a plan that the guard refused", { guard: "refuse" }, {}, "PA_GUARD_REFUSED"],
    ["a plan that nobody approved", { environment: "perf" }, {}, "PA_APPROVAL_MISSING"],
    ["a tag that the service gives", {}, { tags: { author: "somebody else" } }, "PA_USAGE"],
  ])("refuses %s, and queues nothing", async (_, plan, request, code) => {
    const { service, jobs, rows } = world(plan);
    await expect(enqueueRun(service, { ...ask, ...request })).rejects.toMatchObject({ mistakes: [{ code }] });
    expect(await jobs.list({ states: ["queued"], limit: 10 })).toEqual([]);
    expect(rows.size).toBe(0);
  });

  test("refuses a plan that somebody rejected", async () => {
    const { service, reviews } = world();
    const { planId, hash } = shelvedPlan();
    reviews.push({ planId, hash, by: "cara", at: 1, outcome: "rejected", comment: "too much load" });
    await expect(enqueueRun(service, ask)).rejects.toMatchObject({ mistakes: [{ code: "PA_PLAN_REJECTED" }] });
  });
});
