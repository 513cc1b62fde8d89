import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { perfPolicy, person, planRequest, plansWorld, type PlansWorld } from "../../../test/support/plans-world.ts";
import { approvedSchema, planReviewSchema, type PlanStanding, type SubmittedPlan } from "../../contract/api/plans.ts";
import type { SubmitPlanRequest } from "../../contract/api/plans.ts";
import { assertReviewed } from "../approve-plan.ts";
import { prepareRun } from "../prepare-run.ts";
import { approveSubmitted } from "./approve-submitted.ts";
import { knownPlan } from "./known-plan.ts";
import { planStateOf } from "./plan-state.ts";
import { rejectSubmitted } from "./reject-submitted.ts";
import { requestOfPlan } from "./request-of-plan.ts";
import { reviewSubmitted } from "./review-submitted.ts";
import { showPlan } from "./show-plan.ts";
import { submitPlan } from "./submit-plan.ts";

let world: PlansWorld;
beforeEach(async () => {
  world = await plansWorld();
});
afterEach(async () => {
  await world.close();
});

function submit(changes: Partial<SubmitPlanRequest> = {}, by = "ana"): Promise<SubmittedPlan> {
  return submitPlan(world.service, { request: { ...planRequest(), ...changes }, by });
}

function approve({ planId, hash }: SubmittedPlan, by = "ben", comment: string | null = null): Promise<PlanStanding> {
  return approveSubmitted(world.service, { planId, hash, comment, by });
}

function reject({ planId, hash }: SubmittedPlan, by = "cleo", comment: string | null = null): Promise<PlanStanding> {
  return rejectSubmitted(world.service, { planId, hash, comment, by });
}

/** What a run of the plan is told when its turn has come. */
async function askToRun({ planId }: SubmittedPlan): Promise<void> {
  const request = await requestOfPlan(world.service, await knownPlan(world.service, planId));
  const prepared = await prepareRun(world.service, request, () => undefined);
  try {
    await assertReviewed(world.service, prepared, request.planFile, request.author ?? null);
  } finally {
    await prepared.dispose();
  }
}

async function stateOf({ planId }: SubmittedPlan): Promise<string> {
  const { state, wanted, counting } = await planStateOf(world.service, await knownPlan(world.service, planId));
  return `${state} ${counting} of ${wanted}`;
}

describe("approving a plan that was handed in", () => {
  it("lets exactly it run", async () => {
    const plan = await submit();
    await expect(askToRun(plan)).rejects.toThrow("PA_APPROVAL_MISSING");
    expect(approvedSchema.parse(await approve(plan, "ben", "for the release"))).toEqual({
      hash: plan.hash,
      state: "approved",
      wanted: 1,
      counting: 1,
    });
    await askToRun(plan);
    expect(await stateOf(plan)).toBe("approved 1 of 1");
    const { reviews } = await showPlan(world.service, { planId: plan.planId, who: person("ana", "viewer") });
    expect(reviews).toEqual([
      { by: "ben", at: "2026-11-24T12:00:00.000Z", outcome: "approved", comment: "for the release" },
    ]);
    expect((await world.audited())[0]).toMatchObject({ actor: "ben", action: "approve", subject: "checkout on perf" });
  });

  it("is not for its author", async () => {
    const plan = await submit();
    await expect(approve(plan, "ana")).rejects.toThrow("PA_APPROVAL_AUTHOR");
    expect(await stateOf(plan)).toBe("draft 0 of 1");
  });

  it("is for its author where the environment lets its users approve by running", async () => {
    const plan = await submit({ plan: planRequest({ environment: "local" }).plan });
    expect((await approve(plan, "ana")).state).toBe("approved");
    await askToRun(plan);
  });

  it("by two people takes two keys: one person is one key, however often they approve", async () => {
    await world.writePolicy(`${perfPolicy}review: { approvals: { perf: 2 } }\n`);
    const plan = await submit();
    await approve(plan, "ben");
    await approve(plan, "ben");
    expect(await stateOf(plan)).toBe("draft 1 of 2");
    await expect(askToRun(plan)).rejects.toThrow("PA_APPROVAL_MISSING");
    await approve(plan, "cleo");
    expect(await stateOf(plan)).toBe("approved 2 of 2");
    await askToRun(plan);
    expect(await readdir(join(world.directory, "data", "keys"))).toHaveLength(3);
  });

  it("by two people at once keeps both", async () => {
    await world.writePolicy(`${perfPolicy}review: { approvals: { perf: 2 } }\n`);
    const plan = await submit();
    await Promise.all([approve(plan, "ben"), approve(plan, "cleo")]);
    expect(await stateOf(plan)).toBe("approved 2 of 2");
  });

  it("expires", async () => {
    const plan = await submit();
    await approve(plan);
    world.pass(31 * 86_400_000);
    expect(await stateOf(plan)).toBe("draft 0 of 1");
    await expect(askToRun(plan)).rejects.toThrow("PA_APPROVAL_EXPIRED");
  });

  it("is of what was reviewed: not of what the engine of now would make of it", async () => {
    const plan = await submit();
    world.engineVersion = "2.3.0";
    await expect(approve(plan)).rejects.toThrow("PA_APPROVAL_INVALID");
    const { hash } = await knownPlan(world.service, plan.planId);
    expect(hash).not.toBe(plan.hash);
    expect((await approve({ ...plan, hash })).state).toBe("approved");
  });

  it("holds for another plan of the same hash, but not for one whose author gave it", async () => {
    const first = await submit();
    await approve(first, "ben");
    const commented = `${planRequest().plan}# a comment\n`;
    expect(await stateOf(await submit({ plan: commented }, "cleo"))).toBe("approved 1 of 1");
    expect(await stateOf(await submit({ plan: `${commented}# another\n` }, "ben"))).toBe("draft 0 of 1");
  });

  it("is refused for what the guard refuses", async () => {
    const plan = await submit({ overrides: ["scenarios.browse.load.vus=900"] });
    await expect(approve(plan)).rejects.toThrow("PA_GUARD_LIMIT");
  });

  it("counts no key of the service where the policy lists keys", async () => {
    const plan = await submit();
    await world.writePolicy(`${perfPolicy}review: { keys: {} }\n`);
    await approve(plan);
    expect(await stateOf(plan)).toBe("draft 0 of 1");
  });
});

describe("rejecting a plan", () => {
  it("stands whatever others say, before and after", async () => {
    const plan = await submit();
    await approve(plan, "ben");
    expect(await reject(plan, "cleo", "not this week")).toMatchObject({ state: "rejected" });
    await expect(approve(plan, "dan")).rejects.toThrow(/PA_PLAN_REJECTED: cleo rejected the plan: not this week/u);
    expect(await stateOf(plan)).toBe("rejected 1 of 1");
    const { approvable, reviews } = await showPlan(world.service, {
      planId: plan.planId,
      who: person("dan", "approver"),
    });
    expect(approvable).toEqual({ allowed: false, why: expect.stringContaining("cleo rejected it") });
    expect(reviews.map(({ by, outcome }) => `${by} ${outcome}`).toSorted()).toEqual(["ben approved", "cleo rejected"]);
    expect((await world.audited())[0]).toMatchObject({
      actor: "cleo",
      action: "reject",
      reasons: [`plan ${plan.planId}`, `sha256 ${plan.hash}`, "not this week"],
    });
  });

  it("stands for the same plan under another id, and for no other plan", async () => {
    await reject(await submit());
    const plan = planRequest().plan;
    expect(await stateOf(await submit({ plan: `${plan}# a comment\n` }))).toBe("rejected 0 of 1");
    expect(await stateOf(await submit({ plan: `${plan}seed: 7\n` }))).toBe("draft 0 of 1");
  });

  it("stands though the engine makes another script of it", async () => {
    const plan = await submit();
    await reject(plan);
    world.engineVersion = "2.3.0";
    await reviewSubmitted(world.service, { planId: plan.planId, against: null });
    expect(await stateOf(plan)).toBe("rejected 0 of 1");
  });

  it("is of what was reviewed", async () => {
    const plan = await submit();
    await expect(reject({ ...plan, hash: "0".repeat(64) })).rejects.toThrow("PA_APPROVAL_INVALID");
    expect(await stateOf(plan)).toBe("draft 0 of 1");
  });
});

function review(plan: SubmittedPlan, against: string | null = null): ReturnType<typeof reviewSubmitted> {
  return reviewSubmitted(world.service, { planId: plan.planId, against });
}

describe("reviewing a plan", () => {
  it("shows everything the first time", async () => {
    const reviewed = planReviewSchema.parse(await review(await submit()));
    expect(reviewed).toMatchObject({ plan: "checkout", environment: "perf", against: null, wanted: 1 });
    expect(reviewed.files.map(({ path, change }) => `${path} ${change}`)).toContain("full/main.js added");
    expect(reviewed.checks.length).toBeGreaterThan(0);
  });

  it("shows what changed since the newest plan of the name that somebody approved", async () => {
    const first = await submit();
    await approve(first);
    world.pass(1000);
    const second = await submit({ overrides: ["scenarios.browse.load.vus=2"] });
    await approve(second);
    world.pass(1000);
    const third = await submit({ overrides: ["scenarios.browse.load.vus=3"] });
    const reviewed = await review(third);
    expect(reviewed.against).toMatchObject({ sha256: second.hash, by: "ben" });
    expect(reviewed.changes.length).toBeGreaterThan(0);
    expect((await review(third, first.hash.slice(0, 12))).against?.sha256).toBe(first.hash);
  });

  it("does not compare with what nobody approved", async () => {
    const first = await submit();
    const second = await submit({ overrides: ["scenarios.browse.load.vus=2"] });
    expect((await review(second)).against).toBeNull();
    await expect(review(second, first.hash.slice(0, 12))).rejects.toThrow("PA_PLAN_NOT_FOUND");
  });

  it("never takes what it is asked to compare with for a path", async () => {
    const plan = await submit();
    for (const against of ["/etc/passwd", "../../policy.yaml", "abcdef"])
      await expect(review(plan, against)).rejects.toThrow("PA_PLAN_NOT_FOUND");
  });
});
