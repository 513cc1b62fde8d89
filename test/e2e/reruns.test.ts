import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../../examples/shop/faults.ts";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { askedRunSchema } from "../../src/contract/asked-run.ts";
import { baselineSeriesSchema } from "../../src/contract/baseline-series.ts";
import { pairedDocumentSchema } from "../../src/contract/paired-comparison.ts";
import { confirmDocumentSchema, type ConfirmDocument } from "../../src/contract/rerun-documents.ts";
import { runDocumentSchema, runRecordSchema, type RunDocument } from "../../src/contract/run.ts";
import { createWorkplace, type Workplace } from "../support/command-line.ts";

const plan = `
apiVersion: perf-agent/v1
kind: TestPlan
name: turns
service: shop
seed: 11
target: { environment: local }
secrets: { apiKey: { env: SHOP_API_KEY } }
endpoints:
  list-products: { method: GET, path: /api/products, query: { page: 1 }, headers: { x-api-key: "{secrets.apiKey}" } }
  get-product: { method: GET, path: /api/products/3 }
scenarios:
  browse:
    load: { profile: load, rate: 30/s, maxVus: 50, rampUp: 1s, hold: 6s, rampDown: 1s, drain: 4s }
    mix: { list-products: 60, get-product: 40 }
`;
const slo = `
apiVersion: perf-agent/v1
kind: SloSet
service: shop
objectives: [ errors of all < 5% ]
`;
const canary = "canary-91c2-secret";
const env = { SHOP_API_KEY: canary };
const files = { "plan.yaml": plan, "slo.yaml": slo };
/**
 * What a busy machine does to a p95 is little beside these, and iterations that end later by their difference do not yet change the rate
 * of the six seconds that are judged by the five per cent from which on runs are not compared.
 */
const usual: Fault = { name: "slow", delayMs: 200 };
const slow: Fault = { name: "slow", delayMs: 450 };

const suspectedP95 = { scenario: "browse", endpoint: "list-products", statistic: "p95" };

function statusOf(run: RunDocument | null, { endpoint, statistic }: { endpoint: string; statistic: string }) {
  return run?.comparisons.find((one) => one.endpoint === endpoint && one.statistic === statistic)?.status;
}

describe("from a suspicion to a decision on real k6", () => {
  let shop: Shop;
  let place: Workplace;
  beforeAll(async () => {
    shop = await startShop({ port: 0, host: "127.0.0.1", faults: [usual] });
    place = await createWorkplace(files);
  });
  afterAll(async () => {
    await shop.close();
    await place.remove();
  });

  const setFault = async (fault: Fault): Promise<void> => {
    const answer = await fetch(`${shop.url}/__faults`, { method: "POST", body: JSON.stringify(fault) });
    expect(answer.ok).toBe(true);
  };
  const run = async (): Promise<{ code: number | null; document: RunDocument }> => {
    const { code, stdout } = await place.run(["run", "plan.yaml", "--base-url", shop.url, "--json"], env);
    return { code, document: runDocumentSchema.parse(JSON.parse(stdout)) };
  };
  const confirm = async (...args: string[]): Promise<{ code: number | null; document: ConfirmDocument }> => {
    const { code, stdout } = await place.run(["confirm", ...args, "--json"], env);
    return { code, document: confirmDocumentSchema.parse(JSON.parse(stdout)) };
  };

  /** Store of the calibration. */
  const elsewhere = ["--runs", "calibration"];

  it("calibrates: a table of the noise floor, and runs that are a baseline", async () => {
    const { code, stdout } = await place.run(
      ["calibrate", "plan.yaml", "--base-url", shop.url, "--times", "5", ...elsewhere],
      env,
    );
    expect({ code, stdout }).toMatchObject({ code: 0 });
    expect(stdout).toContain("5 runs, at most");
    expect(stdout).toContain("run 5 of 5");
    expect(stdout).toMatch(/CALIBRATED {2}turns on local by 5 runs/u);
    expect(stdout).toMatch(/browse +list-products +p95 +[\d.]+ % +(over )?\+[\d.,]+ % +(\d+|more than 30)\n/u);
  });

  let suspect: RunDocument;

  it("takes the runs of a calibration as the baseline of another store", async () => {
    await place.run(["baselines", "export", "series.json", "--service", "shop", ...elsewhere], env);
    const file = await readFile(join(place.directory, "series.json"), "utf8");
    const { runs, ...series } = baselineSeriesSchema.parse(JSON.parse(file));
    expect(runs).toHaveLength(5);
    // Ten runs are enough to fail by. Their control is left out: tests run beside each other, and that is no matter of this one.
    const alike = runs.map((one) => ({ ...one, control: null }));
    const earlier = alike.map((one) => ({ ...one, runId: `${one.runId}-b`, startedAt: one.startedAt - 3_600_000 }));
    await place.write("series.json", JSON.stringify({ ...series, runs: [...alike, ...earlier] }));
    const { code, stdout } = await place.run(["baselines", "import", "series.json"], env);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining("imported 10 runs") });
  });

  it("keeps how a run was asked for, without secrets, and times a control beside it", async () => {
    await setFault(slow);
    const { code, document } = await run();
    suspect = document;
    const { verdict, reasons, baseline, comparisons } = document;
    expect({ code, verdict, reasons, baseline, comparisons }).toMatchObject({ code: 0, verdict: "warn" });
    expect(statusOf(document, suspectedP95)).toBe("regression-suspected");
    expect(document.baseline).toMatchObject({ runs: 10, calibrated: true });

    const request = await readFile(join(document.directory, "request.json"), "utf8");
    expect(request).not.toContain(canary);
    expect(askedRunSchema.parse(JSON.parse(request))).toMatchObject({
      planFile: join(place.directory, "plan.yaml"),
      baseUrl: shop.url,
      purpose: "run",
    });
    const record = runRecordSchema.parse(JSON.parse(await readFile(join(document.directory, "run.json"), "utf8")));
    expect(record.control?.cpuMs).toBeGreaterThan(0);
    expect(record.control?.connectMs).toBeGreaterThan(0);
  });

  it("confirms a slowdown that is there, against the same earlier runs", async () => {
    const { code, document } = await confirm(suspect.runId);
    const { comparisons, reasons, baseline } = document.run ?? {};
    expect({ ...document, told: { comparisons, reasons, baseline } }).toMatchObject({
      outcome: "confirmed",
      exitCode: 1,
      times: 2,
    });
    expect(code).toBe(1);
    expect(document.confirms.runId).toBe(suspect.runId);
    expect(document.confirmed).toContainEqual(suspectedP95);
    expect(document.run?.verdict).toBe("fail");
    expect(statusOf(document.run, suspectedP95)).toBe("regression-confirmed");
    expect(document.run?.baseline).toMatchObject({ runs: 10, confirms: suspect.runId });
    expect(document.reruns).toEqual([document.run?.runId]);
  });

  it("does not confirm one that is gone, and one run without it ends three of three", async () => {
    await setFault(usual);
    const { code, document } = await confirm(suspect.runId, "--times", "3");
    expect(document).toMatchObject({ outcome: "not-confirmed", exitCode: 0, confirmed: [] });
    expect(code).toBe(0);
    expect(document.reruns).toHaveLength(1);
    expect(statusOf(document.run, suspectedP95)).not.toMatch(/^regression/u);

    const nothing = await confirm(document.run?.runId ?? "");
    expect(nothing).toMatchObject({ code: 0, document: { outcome: "nothing-to-confirm", run: null, reruns: [] } });
  });

  it("refuses a rerun of something else, line by line, and runs nothing", async () => {
    await place.write("other.yaml", plan.replace("30/s", "20/s"));
    const before = shop.stats().requests;
    const { code, stderr } = await place.run(["confirm", suspect.runId, "--plan", "other.yaml"], env);
    expect(code).toBe(2);
    expect(stderr).toContain("PA_RERUN_CHANGED");
    expect(stderr).toContain(`since ${suspect.runId} changed: plan`);
    expect(stderr).toMatch(/load of browse: .*30\/s.* there, .*20\/s.* here/u);
    expect(shop.stats().requests).toBe(before);
  });
});

describe("two builds in turns on real k6", () => {
  let builds: [Shop, Shop];
  let place: Workplace;
  beforeAll(async () => {
    const common = { port: 0, host: "127.0.0.1" };
    builds = [await startShop({ ...common, faults: [usual] }), await startShop({ ...common, faults: [slow] })];
    place = await createWorkplace(files);
  });
  afterAll(async () => {
    for (const shop of builds) await shop.close();
    await place.remove();
  });

  it("finds what one build takes longer", async () => {
    const [a, b] = builds.map(({ url }) => url);
    const args = ["compare", "--paired", a ?? "", b ?? "", "--plan", "plan.yaml", "--pairs", "3", "--json"];
    const { code, stdout, stderr } = await place.run(args, env);
    expect({ code, stderr }).toMatchObject({ code: 1 });
    expect(stderr).toContain("6 runs, at most");
    const document = pairedDocumentSchema.parse(JSON.parse(stdout));
    expect(document).toMatchObject({ conclusion: "slower", exitCode: 1, pairs: { asked: 3, used: 3 } });
    expect(document.runs.map(({ pair }) => pair)).toEqual([1, 1, 2, 2, 3, 3]);
    const result = document.results.find((one) => one.endpoint === "list-products" && one.statistic === "p95");
    expect(result?.status).toBe("slower");
    const more = (result?.after ?? NaN) - (result?.before ?? NaN);
    expect(more).toBeGreaterThan(150);
    expect(more).toBeLessThan(450);
    // A slower build must not become what others are compared with.
    const { stdout: exported } = await place.run(["baselines", "export", "series.json", "--service", "shop"], env);
    expect(exported).toContain("exported 0 runs");
  });

  it("ends after Ctrl-C with what there is", async () => {
    const [a, b] = builds.map(({ url }) => url);
    const args = ["compare", "--paired", a ?? "", b ?? "", "--plan", "plan.yaml", "--pairs", "3", "--json"];
    const { child, done, seen } = place.start(args, env);
    await seen("run 2 of 6");
    child.kill("SIGINT");
    const { code, stdout } = await done;
    expect(code).toBe(130);
    const document = pairedDocumentSchema.parse(JSON.parse(stdout));
    expect(document).toMatchObject({ conclusion: "inconclusive", pairs: { asked: 3, used: 0 } });
    expect(document.runs.length).toBeLessThanOrEqual(2);
    expect(document.reasons.join("\n")).toMatch(/the series ended after \d runs? of 6/u);
  });
});
