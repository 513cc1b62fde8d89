import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readSamples } from "./read-samples.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "samples-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const header =
  "metric_name,timestamp,metric_value,error_code,expected_response,name,scenario,status,extra_tags,metadata";
const start = "perf_agent_scenario_start,5000,5000.000000,,,,main,,,";
const row = (metric: string, at: number, value: number, name = "a"): string =>
  `${metric},${at},${value.toFixed(6)},,,${name},main,200,,`;

async function reading(lines: readonly string[]) {
  const path = join(folder, "samples.csv.gz");
  await writeFile(path, gzipSync(`${lines.join("\n")}\n`));
  let startedAt = 0;
  const read = await readSamples(path, (at) => {
    startedAt = at;
    return { first: 8000, count: 2 };
  });
  return { ...read, startedAt };
}

describe("kept samples of a run", () => {
  test("are sorted into the judged seconds by their end, in hundredths, failures apart", async () => {
    const { series, requests, startedAt } = await reading([
      header,
      start,
      row("http_req_duration", 7999, 1),
      row("http_req_duration", 8000, 5.126),
      row("http_req_failed", 8000, 0),
      row("http_req_waiting", 8000, 4),
      row("http_req_duration", 8999, 2.5),
      row("http_req_failed", 8999, 1),
      row("http_req_duration", 9000, 3, "b"),
      row("http_req_duration", 10_000, 9),
      row("http_req_failed", 10_000, 1),
    ]);
    expect([startedAt, requests]).toEqual([5000, 5]);
    const told = series.map(({ endpoint, seconds }) => [
      endpoint,
      seconds.map(({ latencies, failed }) => [[...latencies], [...failed]]),
    ]);
    expect(told).toEqual([
      [
        "a",
        [
          [[2.5, 5.13], [2.5]],
          [[], []],
        ],
      ],
      [
        "b",
        [
          [[], []],
          [[3], []],
        ],
      ],
    ]);
  });

  test.each([
    { name: "a missing column", lines: ["metric_name,timestamp", start], text: "no column metric_value" },
    {
      name: "a request before the start",
      lines: [header, row("http_req_duration", 8000, 1)],
      text: "before any scenario",
    },
  ])("$name is refused", async ({ lines, text }) => {
    await expect(reading(lines)).rejects.toThrow(text);
  });
});
