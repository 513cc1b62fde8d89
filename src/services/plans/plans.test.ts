import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { perfPolicy, person, planRequest, plansWorld, type PlansWorld } from "../../../test/support/plans-world.ts";
import {
  checkedPlanSchema,
  planPageSchema,
  planResourceSchema,
  submittedPlanSchema,
} from "../../contract/api/plans.ts";
import type { SubmitPlanRequest, SubmittedPlan } from "../../contract/api/plans.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { readSecrets, loadPlan } from "../load-plan.ts";
import { checkPlan } from "./check-plan.ts";
import { knownPlan } from "./known-plan.ts";
import { listPlans } from "./list-plans.ts";
import { planStateOf } from "./plan-state.ts";
import { requestOfPlan } from "./request-of-plan.ts";
import { showPlanFile } from "./show-plan-file.ts";
import { showPlan } from "./show-plan.ts";
import { showPolicy } from "./show-policy.ts";
import { submitPlan } from "./submit-plan.ts";

let world: PlansWorld;
beforeEach(async () => {
  world = await plansWorld();
});
afterEach(async () => {
  await world.close();
});

function submit(request: SubmitPlanRequest = planRequest(), by = "ana"): Promise<SubmittedPlan> {
  return submitPlan(world.service, { request, by });
}

async function plansOnDisk(): Promise<string[]> {
  return readdir(join(world.directory, "data", "plans")).catch(() => []);
}

describe("handing in a plan", () => {
  it("gives its id, its hash, how it was understood and what would run, and keeps it as it came", async () => {
    const submitted = submittedPlanSchema.parse(await submit());
    expect(submitted).toMatchObject({
      planId: expect.stringMatching(/^checkout-[0-9a-f]{16}$/u),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/u),
      guard: { decision: "allow" },
      understood: [{ text: "p95 of home < 400ms", file: "slo/1.yaml" }],
      warnings: [],
    });
    expect(submitted.effectivePlan).toContain("name: checkout");
    expect(submitted.scripts.k6).toContain("export");
    const folder = join(world.directory, "data", "plans", submitted.planId);
    expect(await readFile(join(folder, "plan.yaml"), "utf8")).toBe(planRequest().plan);
    expect(await readFile(join(folder, "data", "users.csv"), "utf8")).toBe("name\nann\nbea\n");
    expect((await stat(join(folder, "data", "users.csv"))).mode & 0o077).toBe(0);
    expect(await world.audited()).toEqual([
      expect.objectContaining({ actor: "ana", action: "submit-plan", outcome: "done", subject: "checkout on perf" }),
    ]);
  });

  it("again gives the same plan, whoever does; anything else is another", async () => {
    const first = await submit();
    expect((await submit(planRequest(), "ben")).planId).toBe(first.planId);
    expect((await knownPlan(world.service, first.planId)).author).toBe("ana");
    expect(await world.audited()).toHaveLength(1);
    const comment = await submit(planRequest({ more: "# a comment\n" }));
    expect(comment.planId).not.toBe(first.planId);
    expect(comment.hash).toBe(first.hash);
    const seed = await submit({ ...planRequest(), overrides: ["seed=7"] });
    expect(seed.hash).not.toBe(first.hash);
  });

  it("at the same time twice is handing it in once", async () => {
    const [one, other] = await Promise.all([submit(), submit()]);
    expect(one.planId).toBe(other.planId);
    expect((await listPlans(world.service, { limit: 10 })).items).toHaveLength(1);
  });

  it("with mistakes tells all of them by the names that were handed in, and keeps nothing", async () => {
    const request = { ...planRequest({ more: "nonsense: 1\n" }), slos: "kind: SloSet\nobjectives: [ fast ]\n" };
    await expect(submit(request)).rejects.toMatchObject({
      mistakes: [expect.objectContaining({ code: "PA_PLAN_UNKNOWN_FIELD", file: "plan.yaml", line: 7 })],
    });
    const bad = submit({ ...planRequest(), slos: "kind: SloSet\nobjectives: [ fast ]\n" });
    await expect(bad).rejects.toMatchObject({
      mistakes: [expect.objectContaining({ code: "PA_SLO_INVALID", file: "slo/1.yaml", line: 2 })],
    });
    expect(String(await bad.catch((error: unknown) => error))).not.toContain(world.directory);
    expect(await plansOnDisk()).toEqual([]);
  });

  it("that the guard refuses keeps it with why, and nobody can run it", async () => {
    const refused = await submit({ ...planRequest(), overrides: ["scenarios.browse.load.vus=900"] });
    expect(refused.guard.decision).toBe("refuse");
    const plan = await knownPlan(world.service, refused.planId);
    expect(plan.guard).toBe("refuse");
    expect((await planStateOf(world.service, plan)).state).toBe("draft");
    expect((await world.audited())[0]).toMatchObject({ action: "submit-plan", outcome: "refused" });
  });

  it("warns of files that nothing names, and does not keep them", async () => {
    const request = planRequest();
    const submitted = await submit({ ...request, data: { ...request.data, "data/more.csv": "x\n" } });
    expect(submitted.warnings.map(({ code, text }) => `${code} ${text}`)).toEqual([
      "PA_PLAN_UNUSED the plan names no file data/more.csv",
    ]);
    expect(await readdir(join(world.directory, "data", "plans", submitted.planId, "data"))).toEqual(["users.csv"]);
  });

  it("reads no file but those that came with it", async () => {
    await expect(submit({ ...planRequest(), data: undefined })).rejects.toThrow("PA_DATA_FILE_MISSING");
    const outside = { ...planRequest(), overrides: ["data.users.file=../../policy.yaml"] };
    await expect(submit(outside)).rejects.toThrow(/inside the plan's folder/u);
  });

  it.each([
    [
      "a document that repeats itself without end",
      "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e,*e]\n",
      "PA_PLAN_SYNTAX",
    ],
    ["a document of brackets", "[".repeat(100_000), "PA_PLAN_SYNTAX"],
    ["a long line that cannot be read", `a: "${"x".repeat(200_000)}`, "PA_PLAN_SYNTAX"],
    ["a document that nobody wrote by hand", `# ${"x".repeat(300_000)}`, "PA_UPLOAD_TOO_LARGE"],
  ])("refuses %s", async (_, plan, code) => {
    await expect(submit({ plan })).rejects.toThrow(code);
  });
});

function codesOf(error: unknown): readonly string[] {
  return error instanceof PerfAgentError ? error.mistakes.map(({ code }) => code) : [String(error)];
}

function withSecret(source: string): SubmitPlanRequest {
  return planRequest({
    more: `secrets: { password: ${source} }\ndefaults: { headers: { x-key: "{secrets.password}" } }\n`,
  });
}

describe("secrets of a plan that was handed in", () => {
  it.each<[string, string, string[]]>([
    ["a listed variable", "{ env: SHOP_PASSWORD }", []],
    ["a variable that is not listed", "{ env: HOME }", ["PA_SECRET_FORBIDDEN"]],
    ["a file", "{ file: data/users.csv }", ["PA_SECRET_FORBIDDEN"]],
  ])("%s", async (_, source, codes) => {
    const submitted = await submit(withSecret(source));
    expect(submitted.warnings.map(({ code }) => code)).toEqual(codes);
    expect(JSON.stringify(submitted)).not.toContain("open sesame");
    const request = await requestOfPlan(world.service, await knownPlan(world.service, submitted.planId));
    const { plan } = await loadPlan(world.service, request);
    const read = await readSecrets(world.service, plan, request.planFile).catch((error: unknown) => codesOf(error));
    expect(read).toEqual(codes.length === 0 ? { password: "open sesame" } : codes);
  });
});

describe("checking a plan", () => {
  it("tells what handing it in would, and keeps nothing", async () => {
    const checked = checkedPlanSchema.parse(await checkPlan(world.service, { request: planRequest() }));
    expect(checked).toMatchObject({ valid: true, errors: [], guard: { decision: "allow" } });
    expect(checked.load?.hosts).toEqual(["shop.perf.test"]);
    expect(await plansOnDisk()).toEqual([]);
    expect(await world.audited()).toEqual([]);
  });

  it("takes mistakes for the answer, with their places", async () => {
    const checked = await checkPlan(world.service, { request: planRequest({ more: "nonsense: 1\n" }) });
    expect(checkedPlanSchema.parse(checked)).toMatchObject({
      valid: false,
      errors: [{ code: "PA_PLAN_UNKNOWN_FIELD", file: "plan.yaml", line: 7, column: 1 }],
      preview: null,
      guard: null,
    });
  });

  it("does not take a request for a plan that is none", async () => {
    const request = { ...planRequest(), data: { "plan.yaml": "x" } };
    await expect(checkPlan(world.service, { request })).rejects.toThrow("PA_UPLOAD_INVALID");
  });
});

describe("looking at plans", () => {
  it("lists them newest first, a page at a time", async () => {
    const ids: string[] = [];
    for (const seed of [1, 2, 3]) {
      world.pass(1000);
      ids.push((await submit({ ...planRequest(), overrides: [`seed=${seed}`] })).planId);
    }
    const first = planPageSchema.parse(await listPlans(world.service, { limit: 2 }));
    expect(first.items.map(({ planId }) => planId)).toEqual([ids[2], ids[1]]);
    expect(first.next).toBe(ids[1]);
    const second = await listPlans(world.service, { limit: 2, after: first.next ?? "" });
    expect(second.items.map(({ planId }) => planId)).toEqual([ids[0]]);
    expect(second.next).toBeNull();
    expect(first.items[0]).toMatchObject({ state: "draft", guard: "allow", author: "ana", runs: 0 });
  });

  it("shows one as it was handed in, and as it is understood", async () => {
    const { planId, hash, effectivePlan } = await submit();
    const shown = planResourceSchema.parse(await showPlan(world.service, { planId, who: person("ben", "approver") }));
    expect(shown).toMatchObject({
      planId,
      hash,
      effectivePlan,
      planText: planRequest().plan,
      sloTexts: { "1.yaml": planRequest().slos },
      files: [{ path: "data/users.csv", bytes: 13 }],
      state: "draft",
      selfApproved: false,
      wanted: 1,
      counting: 0,
      reviews: [],
      approvable: { allowed: true, why: null },
    });
  });

  it.each<[string, Parameters<typeof person>, RegExp]>([
    ["without the role", ["ben", "engineer"], /role approver/u],
    ["who handed it in", ["ana", "approver", "engineer"], /handed it in/u],
  ])("tells somebody %s why they may not approve it", async (_, who, why) => {
    const { planId } = await submit();
    const { approvable } = await showPlan(world.service, { planId, who: person(...who) });
    expect(approvable).toEqual({ allowed: false, why: expect.stringMatching(why) });
  });

  it("knows that an environment may need no approval", async () => {
    const { planId } = await submit(planRequest({ environment: "local" }));
    const shown = await showPlan(world.service, { planId, who: person("ana", "admin") });
    expect(shown).toMatchObject({ state: "approved", selfApproved: true, wanted: 0 });
  });

  it("does not know others", async () => {
    const who = person("ana", "admin");
    for (const planId of ["none", "../keys", ""])
      await expect(showPlan(world.service, { planId, who })).rejects.toThrow("PA_PLAN_NOT_FOUND");
  });

  it("gives the files that came with one, and no others", async () => {
    const { planId } = await submit();
    const read = async (path: string): Promise<string> =>
      new TextDecoder().decode(await showPlanFile(world.service, { planId, path, by: "ben" }));
    expect(await read("plan.yaml")).toBe(planRequest().plan);
    expect(await read("slo/1.yaml")).toBe(planRequest().slos);
    expect(await read("data/users.csv")).toBe("name\nann\nbea\n");
    for (const path of ["data/none.csv", "slo/2.yaml", "approvals/x.json"])
      await expect(read(path)).rejects.toThrow("PA_PLAN_NOT_FOUND");
    await expect(read("slo/../../../../policy.yaml")).rejects.toThrow(/PA_GUARD_FILE|PA_PLAN_NOT_FOUND/u);
  });

  it("gives data with masked columns to nobody but who handed them in", async () => {
    const { planId } = await submit({
      ...planRequest({ more: 'defaults: { headers: { x-password: "{users.password}" } }\n' }),
      data: { "data/users.csv": "name,password\nann,first\nbea,second\n" },
      overrides: ["data.users.masked=[password]"],
    });
    const read = (by: string): Promise<Uint8Array> =>
      showPlanFile(world.service, { planId, path: "data/users.csv", by });
    await expect(read("ben")).rejects.toThrow("PA_SECRET_FORBIDDEN");
    expect(new TextDecoder().decode(await read("ana"))).toContain("ann");
  });

  it("shows the policy, of webhooks the host alone", async () => {
    const url = "https://hooks.test/services/T0/B0/a-token";
    await world.writePolicy(`${perfPolicy}notify: { webhooks: [ { url: "${url}", on: [verdict] } ] }\n`);
    const policy = await showPolicy(world.service);
    expect(policy.notify.webhooks).toEqual([{ url: "https://hooks.test/…", secretEnv: null, on: ["verdict"] }]);
    expect(policy.limits.vus).toBe(20);
  });
});
