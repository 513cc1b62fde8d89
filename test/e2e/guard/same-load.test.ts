import { describe, expect, it } from "vitest";
import { generateScript } from "../../../src/pipeline/generate/k6/generate-script.ts";
import { previewLoad } from "../../../src/pipeline/plan/arithmetic.ts";
import { edited, setStage } from "../../support/attack-stage.ts";
import { enginesUnderTest, startDirectly } from "../../support/attack-engine.ts";
import { noSlos } from "../../support/generator-plans.ts";
import { startRecordingServer } from "../../support/recording-server.ts";
import { testFiles, understandForTest } from "../../support/understood-plan.ts";
import type { FoundEngine } from "../../../src/ports/load-engine.ts";

const rows = `name\n${Array.from({ length: 40 }, (_, row) => `row-${row}`).join("\n")}\n`;

/** Choices of every kind: endpoints by weight, branches, repetitions and rows, on a closed model and an open one. */
const plan = `
apiVersion: perf-agent/v1
kind: TestPlan
name: same
service: shop
seed: 11
target: { environment: local }
data: { rows: { file: rows.csv, mode: random } }
endpoints:
  one: { method: GET, path: "/{iteration}/one/{rows.name}" }
  two: { method: POST, path: "/{iteration}/two", writes: false, json: { row: "{rows.name}" } }
  three: { method: GET, path: "/{iteration}/three" }
scenarios:
  main:
    load: LOAD
    journey:
      - { repeat: 1..3, do: [ { next: rows }, one ] }
      - { chance: 40%, do: [ two ] }
      - { chance: 40%, do: [ three ] }
`;

/** `exact`: the model says how many iterations there are; an open one may start one more or less on a busy machine. */
const models = {
  "a closed model": { load: "{ iterations: 60, vus: 6, mode: shared, drain: 5s }", exact: true },
  "iterations of each user": { load: "{ iterations: 10, vus: 6, mode: per-vu, drain: 5s }", exact: true },
  "an open model": {
    load: "{ arrivalRate: [ { to: 15/s, over: 0s }, { to: 15/s, over: 4s } ], maxVus: 20, drain: 5s }",
    exact: false,
  },
} as const;

/** Everything that the server saw of one run: method, path and body of each request, by iteration, in the order they were sent. */
async function requestsOf(
  engine: FoundEngine,
  model: keyof typeof models,
  seed: number,
  delayMs: number,
): Promise<Map<string, string[]>> {
  const server = await startRecordingServer(() => ({}), delayMs);
  const stage = await setStage();
  try {
    const text = edited(plan, "LOAD", models[model].load);
    const understood = understandForTest(edited(text, "seed: 11", `seed: ${seed}`), {
      files: testFiles({ "rows.csv": rows }),
    });
    const at = { ...understood.plan, target: { ...understood.plan.target, baseUrl: server.url } };
    const bundle = generateScript({
      plan: at,
      data: understood.data,
      uploads: {},
      slos: noSlos,
      preview: previewLoad(at),
    });
    const { enforcement } = await stage.decide();
    const answer = await startDirectly(engine, {
      files: Object.fromEntries(bundle.files.flatMap((file) => ("text" in file ? [[file.path, file.text]] : []))),
      // Enough for the users of these plans, which the honest plan behind the decision does not have.
      enforcement: { ...enforcement, maxConnections: 100 },
    });
    expect(answer.outcome).toMatchObject({ exitCode: 0, scriptErrorCount: 0, guardHits: 0 });
    const groups = Map.groupBy(server.requests, ({ path }) => path.split("/")[1] ?? "");
    return new Map(
      [...groups].map(([iteration, sent]) => [
        iteration,
        sent.map(({ method, path, body }) => `${method} ${path} ${body.toString("utf8")}`),
      ]),
    );
  } finally {
    await stage.close();
    await server.close();
  }
}

for (const { name, found } of await enginesUnderTest()) {
  describe.skipIf(found === null)(`the load of a seed, by ${name}`, () => {
    it.concurrent.each(Object.keys(models) as (keyof typeof models)[])(
      "is the same in every run, however fast the target answers, and another for another seed: %s",
      async (model) => {
        if (found === null) return;
        const first = await requestsOf(found, model, 11, 0);
        const again = await requestsOf(found, model, 11, 20);
        const other = await requestsOf(found, model, 12, 0);
        const common = [...first.keys()].filter((iteration) => again.has(iteration));
        expect(common.length).toBeGreaterThanOrEqual(50);
        const unlike = first.size + again.size - 2 * common.length;
        expect(models[model].exact ? unlike : 0).toBe(0);
        for (const iteration of common) expect(again.get(iteration)).toEqual(first.get(iteration));
        // Some iteration is nearly sure to draw the same; that most do would be no chance.
        const same = common.filter((iteration) => String(other.get(iteration)) === String(first.get(iteration)));
        expect(same.length).toBeLessThan(common.length / 4);
      },
    );
  });
}
