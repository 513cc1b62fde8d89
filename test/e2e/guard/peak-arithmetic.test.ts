import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { generateScript } from "../../../src/pipeline/generate/k6/generate-script.ts";
import { previewLoad } from "../../../src/pipeline/plan/arithmetic.ts";
import { enginesUnderTest } from "../../support/attack-engine.ts";
import { noSlos } from "../../support/generator-plans.ts";
import { understandForTest } from "../../support/understood-plan.ts";

const plans = 60;
const inspectedSchema = z.looseObject({ maxVUs: z.number() });

const seconds = (most: number): fc.Arbitrary<string> => fc.nat(most).map((count) => `${count}s`);
const drain = fc.option(seconds(60), { nil: undefined });
const vus = fc.integer({ min: 1, max: 60 });
const rate = fc.integer({ min: 1, max: 200 }).map((count) => `${count}/s`);
const stages = (level: fc.Arbitrary<unknown>, least: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(fc.record({ to: level, over: seconds(30) }), { minLength: 1, maxLength: 5 })
    // At least one stage has to take its time and to rise above 0.
    .map((list) => [...list, { to: least, over: "5s" }]);

/** Every form of a load that a plan can say. */
const load = fc.oneof(
  fc.record({ iterations: fc.integer({ min: 60, max: 500 }), vus, mode: fc.constantFrom("shared", "per-vu"), drain }),
  fc.record({ vus: stages(fc.nat(60), 1), drain }),
  fc.record({ arrivalRate: stages(rate, "1/s"), maxVus: vus, drain }),
  fc.record({ arrivalRate: stages(rate, "1/s"), drain }),
  fc.record({ profile: fc.constant("smoke"), vus, hold: seconds(30).map((text) => (text === "0s" ? "1s" : text)) }),
  fc.record({
    profile: fc.constant("load"),
    vus,
    rampUp: seconds(20),
    hold: fc.constantFrom("5s", "30s"),
    rampDown: seconds(20),
    drain,
  }),
  fc.record({
    profile: fc.constant("load"),
    rate,
    maxVus: vus,
    rampUp: seconds(20),
    hold: fc.constantFrom("5s", "30s"),
    drain,
  }),
  fc.record({
    profile: fc.constant("stress"),
    vus,
    upTo: fc.constantFrom("2x", "3x"),
    steps: fc.integer({ min: 1, max: 5 }),
    each: fc.constant("10s"),
  }),
  fc.record({
    profile: fc.constant("spike"),
    vus,
    peak: fc.constantFrom("2x", "5x"),
    before: seconds(10),
    spike: fc.constant("5s"),
    after: seconds(10),
  }),
  fc.record({ profile: fc.constant("breakpoint"), upTo: rate, over: fc.constant("60s"), maxVus: vus }),
);

const document = fc
  .array(fc.record({ load, startAfter: fc.option(seconds(90), { nil: undefined }) }), { minLength: 1, maxLength: 6 })
  .map((scenarios) => ({
    apiVersion: "perf-agent/v1",
    kind: "TestPlan",
    name: "peak",
    service: "shop",
    seed: 1,
    target: { environment: "local" },
    endpoints: { home: { method: "GET", path: "/" } },
    scenarios: Object.fromEntries(scenarios.map((scenario, index) => [`s${index}`, { ...scenario, mix: { home: 1 } }])),
  }));

/** What the engine itself reads from the plan's script. */
async function inspect(k6: string, plan: ReturnType<typeof understandForTest>["plan"]): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "perf-agent-attack-inspect-"));
  try {
    const { files, entry } = generateScript({ plan, data: [], uploads: {}, slos: noSlos, preview: previewLoad(plan) });
    for (const file of files) {
      await mkdir(dirname(join(directory, file.path)), { recursive: true });
      await writeFile(join(directory, file.path), "text" in file ? file.text : Buffer.from(file.base64, "base64"));
    }
    const { stdout } = await promisify(execFile)(k6, ["inspect", "--execution-requirements", join(directory, entry)], {
      env: { HOME: directory, PATH: process.env["PATH"] ?? "" },
    });
    return inspectedSchema.parse(JSON.parse(stdout)).maxVUs;
  } finally {
    await rm(directory, { recursive: true });
  }
}

for (const { name, found } of await enginesUnderTest()) {
  describe.skipIf(found === null)(`peak of virtual users against ${name}`, () => {
    it("is never below what the engine would allocate, whatever the plan", async () => {
      const judge = fc.asyncProperty(document, async (written) => {
        const { plan } = understandForTest(JSON.stringify(written));
        const { peakVus } = previewLoad(plan);
        expect(peakVus).toBeGreaterThanOrEqual(await inspect(found?.path ?? "", plan));
      });
      await fc.assert(judge, { numRuns: plans });
    });
  });
}
