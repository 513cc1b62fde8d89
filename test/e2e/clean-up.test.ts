import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { generateScript } from "../../src/pipeline/generate/k6/generate-script.ts";
import { previewCleanup } from "../../src/pipeline/plan/preview-cleanup.ts";
import { filesOf, type UnderstoodPlan } from "../../src/pipeline/plan/understand-plan.ts";
import { cleanUpAlone } from "../support/clean-up-plan.ts";
import { collected } from "../support/collected.ts";
import { noSlos } from "../support/generator-plans.ts";
import { runBundle } from "../support/run-bundle.ts";
import { understandForTest } from "../support/understood-plan.ts";

const engines = [process.env["PERF_AGENT_K6"] ?? "", process.env["PERF_AGENT_K6_V1"] ?? ""].filter((k6) => k6 !== "");
const example = new URL("../../examples/shop/", import.meta.url);

let shop: Shop | undefined;
afterEach(async () => {
  await shop?.close();
  shop = undefined;
});

/** The shop's own plan, cut down to a second of one visitor and one customer. */
function shortPlan(url: string): UnderstoodPlan {
  const text = readFileSync(new URL("plan.yaml", example), "utf8");
  const files = Object.fromEntries(
    filesOf(text, "plan.yaml").map((path) => [
      path,
      { bytes: new Uint8Array(readFileSync(new URL(path, example))), sha256: "0".repeat(64) },
    ]),
  );
  const overrides = ["browse", "buy"].flatMap((name) => [
    `scenarios.${name}.load.profile=smoke`,
    `scenarios.${name}.load.hold=1s`,
  ]);
  return understandForTest(text, { files, overrides: [`target.baseUrl=${url}`, ...overrides] });
}

async function leftOf(url: string, run: string): Promise<unknown> {
  const response = await fetch(`${url}/api/test-tenants/perf-${run}`);
  return response.json();
}

describe.each(engines)("the sample shop on %s", (k6) => {
  test("is clean after a whole run, and after the clean-up of a run that had no teardown", async () => {
    shop = await startShop({ port: 0, host: "127.0.0.1", latencyScale: 0 });
    const { url } = shop;
    const { plan, data } = shortPlan(url);
    const uploads = Object.fromEntries(
      plan.files.map(({ path }) => [path, new Uint8Array(readFileSync(new URL(path, example)))]),
    );
    const rest = { data, uploads, slos: noSlos, preview: { requests: null } };
    const whole = await runBundle(k6, generateScript({ ...rest, plan }), { runId: "whole", samples: true });
    expect(whole.complaints).toEqual([]);
    expect(collected("k6-csv", whole.samples).summary.leftovers).toBe(0);
    expect(await leftOf(url, "whole")).toEqual({ total: 0 });

    const cut = { ...plan, teardown: [], leftovers: null };
    await runBundle(k6, generateScript({ ...rest, plan: cut }), { runId: "cut" });
    expect(await leftOf(url, "cut")).not.toEqual({ total: 0 });
    const preview = previewCleanup(plan);
    if (preview === null) throw new Error("the plan has no clean-up");
    const cleaned = await runBundle(k6, cleanUpAlone({ plan, uploads, preview }), { runId: "cut", samples: true });
    expect(cleaned.complaints).toEqual([]);
    expect(collected("k6-csv", cleaned.samples).summary.leftovers).toBe(0);
    expect(await leftOf(url, "cut")).toEqual({ total: 0 });
  });
});
