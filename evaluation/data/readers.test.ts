import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readCloudNoise } from "./cloud-noise.ts";
import { readCommitHistory } from "./commit-history.ts";
import { readFaasLatency } from "./faas-latency.ts";
import { readJmeterSamples } from "./jmeter-sample.ts";
import { readTalosGraphs } from "./talos-graphs.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "perf-agent-evaluation-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);
const noise = (fields: object): string =>
  JSON.stringify({ id: "a", sku: "D8s_v5", vm_lifespan: "long", v: [1, 2], ...fields });
const run = (fields: object): string =>
  JSON.stringify({ id: "r", platform: "p", workload: "w", injected: 0, kind: "", v1_ms: [1], v2_ms: [2], ...fields });
const jtl = "timeStamp,elapsed,label,success,Connect\n";

describe("readers of public data", () => {
  test("find files by pattern, plain and packed, and leave others alone", async () => {
    write("one.jsonl", noise({}));
    write("two.jsonl.gz", gzipSync(`${noise({ sku: "B8ms", vm_lifespan: "short" })}\n\n`));
    write("README.md", "text");
    expect(await readCloudNoise(folder)).toEqual([
      { id: "one.jsonl/a", group: "D8s long", values: [1, 2] },
      { id: "two.jsonl.gz/a", group: "B8ms short", values: [1, 2] },
    ]);
  });

  test("a link to a file is read, and a file in place of the folder is refused", async () => {
    write("elsewhere", noise({}));
    symlinkSync(join(folder, "elsewhere"), join(folder, "linked.jsonl"));
    expect(await readCloudNoise(folder)).toHaveLength(1);
    await expect(readCloudNoise(join(folder, "elsewhere"))).rejects.toMatchObject({
      mistakes: [{ code: "PA_EVALUATION_DATA" }],
    });
  });

  test("a call of another service is told from a share of the work", async () => {
    write("runs.jsonl", [run({}), run({ id: "s", kind: "API, one more external call" })].join("\n"));
    expect((await readFaasLatency(folder)).map(({ externalCall }) => externalCall)).toEqual([false, true]);
  });

  test("latency of a JMeter sample is without its connection, and it counts when it ends", async () => {
    write("a.jtl", `${jtl}1000,30,"a, b",false,10\n`);
    expect(await readJmeterSamples(folder)).toEqual([
      { name: "a.jtl", samples: [{ label: "a, b", endedAt: 1030, latencyMs: 20, failed: true }] },
    ]);
  });

  test("changes of a graph are the first pushes not before their times", async () => {
    write("g.csv", "push_timestamp,value\n30,3\n10,1\n20,2\n");
    write("expected-change-timestamps.json", `{"g":[15]}`);
    expect(await readTalosGraphs(folder)).toEqual([{ name: "g", values: [1, 2, 3], changes: [1], apart: [] }]);
  });

  test("percent of difference become levels; definite jumps are changes, the unsure are set apart", async () => {
    const rows = ["1,x,0,,", "2,x,10,definite up,", "3,x,10,,potential up", "4,x,50,potential up,definite up"];
    write("app_bootstrap_vm.csv", ["commit,type,med,jump,trend", ...rows].join("\n"));
    expect(await readCommitHistory(folder)).toEqual([
      { name: "app_bootstrap_vm.csv x", values: [1, 1.1, 1.1, 1.5], changes: [1], apart: [2, 3] },
    ]);
  });

  test.each([
    ["cloud-noise", readCloudNoise],
    ["faas-latency", readFaasLatency],
    ["jmeter-sample", readJmeterSamples],
    ["talos-graphs", readTalosGraphs],
    ["tsdb-commit-history", readCommitHistory],
  ])("a missing folder of %s is an empty set", async (_name, read) => {
    expect(await read(join(folder, "none"))).toEqual([]);
  });

  test.each([
    ["no JSON", "a.jsonl", "{", readCloudNoise, /a\.jsonl:1: /],
    ["a missing field", "a.jsonl", `${noise({})}\n${noise({ id: undefined })}`, readCloudNoise, /a\.jsonl:2: "id"/],
    ["a latency of 0", "a.jsonl", noise({ v: [1, 0] }), readCloudNoise, /a\.jsonl:1: "v\.1"/],
    ["a series twice", "a.jsonl", `${noise({})}\n${noise({})}`, readCloudNoise, /"a" is there twice/],
    ["not packed", "a.jsonl.gz", "text", readCloudNoise, /cannot be unpacked/],
    ["a run without requests", "a.jsonl", run({ v2_ms: [] }), readFaasLatency, /a\.jsonl:1: "v2_ms"/],
    ["a word for a number", "a.jtl", `${jtl}1,x,a,true,0\n`, readJmeterSamples, /a\.jtl:2: "elapsed": not a number/],
    [
      "times in two units",
      "a.jtl",
      `${jtl}0,1,a,true,0\n1700000000000,1,a,true,0\n`,
      readJmeterSamples,
      /more than a week apart/,
    ],
    ["no sample", "a.jtl", jtl, readJmeterSamples, /no sample/],
    ["a row too short", "a.jtl", `${jtl}1,2\n`, readJmeterSamples, /a\.jtl: /],
    ["no labels", "g.csv", "push_timestamp,value\n1,1\n", readTalosGraphs, /labels is missing/],
    ["−100 %", "bootstrap.csv", "commit,type,med,jump,trend\n1,x,-100,,\n", readCommitHistory, /−100 %/],
  ] as const)("%s is refused at its place", async (_what, name, content, read, message) => {
    write(name, content);
    await expect(read(folder)).rejects.toMatchObject({
      mistakes: [{ code: "PA_EVALUATION_DATA", text: expect.stringMatching(message) }],
    });
  });
});
