import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startShop, type Shop } from "../../examples/shop/shop.ts";
import { runDocumentSchema } from "../../src/contract/run.ts";
import { enginesOf } from "../support/processes-of-run.ts";
import { createWorkplace, type Started, type Workplace } from "../support/command-line.ts";

const plan = `
apiVersion: perf-agent/v1
kind: TestPlan
name: long
service: shop
target: { environment: local }
endpoints:
  list-products: { method: GET, path: /api/products }
scenarios:
  browse:
    load: { profile: load, vus: 2, rampUp: 0s, hold: 60s, rampDown: 0s, drain: 1s }
    mix: { list-products: 1 }
`;
const slo = "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives: [ errors of all < 5% ]\n";

describe.skipIf(process.platform !== "linux")("runs that do not come to their end", () => {
  let shop: Shop;
  let place: Workplace;
  beforeAll(async () => {
    shop = await startShop({ port: 0, host: "127.0.0.1", latencyScale: 1 });
    place = await createWorkplace({ "plan.yaml": plan, "slo.yaml": slo });
  });
  afterAll(async () => {
    await shop.close();
    await place.remove();
  });

  /** Waits until the run sends requests; resolves to its id. */
  async function underLoad(run: Started): Promise<string> {
    const before = shop.stats().requests;
    const text = await run.seen("guard ");
    await expect.poll(() => shop.stats().requests - before, { timeout: 60_000, interval: 50 }).toBeGreaterThan(50);
    return /run (\d{8}-\d{6}-long-[0-9a-f]+)/u.exec(text)?.[1] ?? "";
  }

  it("keeps and judges what there is after one Ctrl-C, and leaves no engine behind", async () => {
    const run = place.start(["run", "plan.yaml", "--base-url", shop.url, "--json"]);
    const runId = await underLoad(run);
    expect(await enginesOf(runId)).toHaveLength(1);
    run.child.kill("SIGINT");
    const { code, stdout } = await run.done;
    expect(code).toBe(130);
    const document = runDocumentSchema.parse(JSON.parse(stdout));
    expect(document).toMatchObject({ runId, state: "interrupted", stoppedBy: "interrupt" });
    expect(document.totals.requests).toBeGreaterThan(10);
    expect(await enginesOf(runId)).toEqual([]);
    expect((await place.run(["replay", runId])).code).toBe(0);
  });

  it("ends at once on the second Ctrl-C", async () => {
    const run = place.start(["run", "plan.yaml", "--base-url", shop.url]);
    const runId = await underLoad(run);
    run.child.kill("SIGINT");
    run.child.kill("SIGINT");
    expect((await run.done).code).toBe(130);
    expect(await enginesOf(runId)).toEqual([]);
  });

  it("stops by itself when an objective with stop is breached", async () => {
    await place.write(
      "fuse.yaml",
      "apiVersion: perf-agent/v1\nkind: SloSet\nobjectives:\n  - { name: fuse, sli: p95, of: list-products, below: 0.001ms, every: 2s, stop: true }\n",
    );
    const { code, stdout } = await place.run([
      "run",
      "plan.yaml",
      "--base-url",
      shop.url,
      "--slo",
      "fuse.yaml",
      "--json",
    ]);
    expect(code).toBe(1);
    expect(runDocumentSchema.parse(JSON.parse(stdout))).toMatchObject({
      verdict: "fail",
      state: "stopped",
      stoppedBy: "objective:fuse",
    });
  });

  it("dies with its parent: the engine ends when the agent is killed", async () => {
    const run = place.start(["run", "plan.yaml", "--base-url", shop.url]);
    const runId = await underLoad(run);
    const [pid = 0] = await enginesOf(runId);
    expect(pid).toBeGreaterThan(0);
    run.child.kill("SIGKILL");
    await run.done;
    await expect.poll(() => enginesOf(runId), { timeout: 20_000, interval: 200 }).toEqual([]);
    expect((await place.run(["show", join(place.directory, "runs", runId)])).code).not.toBe(0);
  });
});
