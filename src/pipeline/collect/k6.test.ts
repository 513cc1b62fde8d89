import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { collected, countsOf, errorsOf, seriesOf, totalOf } from "../../../test/support/collected.ts";
import { bucketIndex, bucketLower, bucketUpper } from "../../stats/bucket-index.ts";
import { measures, type LimitRule, type SeriesWindow } from "../../contract/window.ts";

const fixtures = new URL("../../../test/fixtures/k6/", import.meta.url);
const read = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(name, fixtures)));

const summaries = z.object({ metrics: z.record(z.string(), z.record(z.string(), z.number())) });
type Metrics = z.infer<typeof summaries>["metrics"];
const summaryOf = (name: string): Metrics =>
  summaries.parse(JSON.parse(readFileSync(new URL(name, fixtures), "utf8"))).metrics;

/** The sample of a rank (from 0) of all series together, as the middle of its bucket. */
function ranked(series: readonly SeriesWindow[], rank: number): number {
  const buckets = new Map<number, number>();
  let left = rank + 1;
  for (const one of series) {
    left -= one.zeroCount;
    one.indexes.forEach((index, at) => buckets.set(index, (buckets.get(index) ?? 0) + (one.counts[at] ?? 0)));
  }
  if (left <= 0) return 0;
  for (const [index, inBucket] of [...buckets].toSorted(([one], [other]) => one - other)) {
    left -= inBucket;
    if (left <= 0) return (bucketLower(index) + bucketUpper(index)) / 2;
  }
  return NaN;
}

/** k6's quantile: between the two ranks that enclose it. */
function quantile(series: readonly SeriesWindow[], share: number): number {
  const place = share * (series.reduce((sum, { count }) => sum + count, 0) - 1);
  const below = Math.floor(place);
  const low = ranked(series, below);
  return below === place ? low : low + (ranked(series, below + 1) - low) * (place - below);
}

const totalCount = (counts: Record<string, number>): number =>
  Object.values(counts).reduce((left, right) => left + right, 0);

const recordings = [
  { samples: "v2-reduced.csv", summary: "v2-reduced.summary.json", format: "k6-csv" },
  { samples: "v2-default.csv", summary: "v2-default.summary.json", format: "k6-csv" },
  { samples: "v1-nano.csv", summary: "v1-nano.summary.json", format: "k6-csv" },
  { samples: "v1-micro.csv", summary: "v1-micro.summary.json", format: "k6-csv" },
  { samples: "v2.json", summary: "v2-json.summary.json", format: "k6-json" },
] as const;

const withCodes = {
  "slow timeout request timeout": 4,
  "refused connection connection refused": 4,
  "blocked blocked address blocked": 4,
  "tls tls not a TLS record": 4,
};
/** Without the column error_code nothing more is known. */
const withoutCodes = { "slow other failed without a status": 4, "refused other failed without a status": 4 };

describe.each(recordings)("recorded from k6: $samples", ({ samples, summary: summaryFile, format }) => {
  const bytes = read(samples);
  const { windows, summary } = collected(format, bytes);
  const k6 = summaryOf(summaryFile);
  const metric = (name: string, value: string): number => k6[name]?.[value] ?? 0;

  it("has exactly the counts of k6's own summary", () => {
    expect(totalCount(countsOf(windows, "latency"))).toBe(metric("http_reqs", "count"));
    expect(totalCount(countsOf(windows, "failed-latency"))).toBe(
      metric("http_req_failed", "passes") + metric("perf_agent_request_failed", "count"),
    );
    expect(totalCount(countsOf(windows, "journey"))).toBe(metric("perf_agent_journey_duration", "count"));
    for (const phase of ["blocked", "connecting", "tls", "sending", "waiting", "receiving"] as const) {
      expect(totalCount(countsOf(windows, phase))).toBe(metric("http_reqs", "count"));
    }
    expect(totalOf(windows, "iterations")).toBe(metric("iterations", "count"));
    expect(totalOf(windows, "dropped")).toBe(metric("dropped_iterations", "count"));
    expect(totalOf(windows, "bytesSent")).toBe(metric("data_sent", "count"));
    expect(totalOf(windows, "bytesReceived")).toBe(metric("data_received", "count"));
    expect(totalOf(windows, "checksPassed")).toBe(metric("checks", "passes"));
    expect(totalOf(windows, "checksFailed")).toBe(metric("checks", "fails"));
    expect(Math.max(...windows.map(({ vus }) => vus ?? 0))).toBe(metric("vus", "max"));
    expect(summary).toMatchObject({ format, badRows: 0, truncated: false, foldedSeries: 0 });
    expect(metric("http_reqs", "count")).toBeGreaterThan(50);
    expect(metric("dropped_iterations", "count")).toBeGreaterThan(0);
  });

  it("has the mean exactly and quantiles within 1 %", () => {
    const latency = seriesOf(windows, "latency");
    const count = latency.reduce((sum, one) => sum + one.count, 0);
    const mean = latency.reduce((sum, one) => sum + one.sum, 0) / count;
    expect(mean).toBeCloseTo(metric("http_req_duration", "avg"), 6);
    expect(Math.max(...latency.map(({ max }) => max))).toBe(metric("http_req_duration", "max"));
    for (const [name, measure] of [
      ["http_req_duration", "latency"],
      ["http_req_waiting", "waiting"],
      ["http_req_receiving", "receiving"],
    ] as const) {
      for (const [statistic, share] of [
        ["p(90)", 0.9],
        ["p(95)", 0.95],
        ["p(99)", 0.99],
        ["max", 1],
      ] as const) {
        const ours = quantile(seriesOf(windows, measure), share);
        expect(Math.abs(ours / metric(name, statistic) - 1), `${name} ${statistic}`).toBeLessThan(0.01);
      }
    }
  });

  it("names endpoints, scenarios and errors", () => {
    expect(Object.keys(countsOf(windows, "latency")).toSorted()).toEqual(
      ["blocked", "err", "late", "redir", "refused", "slow", "tls"]
        .map((name) => (name === "late" ? "late/late" : `buy/${name}`))
        .concat('browse/list, "all" items')
        .toSorted(),
    );
    expect(countsOf(windows, "journey")).toEqual({ "buy/": 4 });
    const errors = errorsOf(windows);
    expect(errors['list, "all" items expectation json $.a=2 & "b"; c,d=e']).toBeGreaterThan(5);
    expect(errors["err status 503"]).toBe(4);
    expect(errors).toMatchObject(samples === "v1-micro.csv" ? withoutCodes : withCodes);
    expect(Object.keys(summary.scenarioStarts)).toEqual(["browse"]);
    const start = summary.scenarioStarts["browse"] ?? 0;
    expect(Math.abs(start - (windows[0]?.at ?? 0))).toBeLessThan(2000);
  });

  it("gives the same windows however the bytes are cut", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 6 }), (pieces) => {
        const cut = collected(format, bytes, { pieces });
        expect(cut.windows).toEqual(windows);
        expect(cut.summary).toEqual(summary);
      }),
      { numRuns: 12, examples: [[[1]], [[7]]] },
    );
  });
});

/** The obvious way: an object a row, a sorted list a series. */
function slowly(text: string, limits: readonly LimitRule[]): Map<string, unknown> {
  const trends: Record<string, string> = {
    http_req_duration: "latency",
    http_req_blocked: "blocked",
    http_req_connecting: "connecting",
    http_req_tls_handshaking: "tls",
    http_req_sending: "sending",
    http_req_waiting: "waiting",
    http_req_receiving: "receiving",
  };
  const values = new Map<string, number[]>();
  for (const row of parse<Record<string, string>>(text, { columns: true })) {
    const measure = trends[row["metric_name"] ?? ""];
    if (measure === undefined) continue;
    const second = Math.floor(Number(row["timestamp"]) / 1000) * 1000;
    const id = [second, row["scenario"], row["name"], measure].join("\u0000");
    values.set(id, [...(values.get(id) ?? []), Number(row["metric_value"])]);
  }
  const result = new Map<string, unknown>();
  for (const [id, list] of values) {
    const [, scenario, endpoint, measure] = id.split("\u0000");
    const buckets = new Map<number, number>();
    for (const value of list.filter((one) => one > 0)) {
      buckets.set(bucketIndex(value), (buckets.get(bucketIndex(value)) ?? 0) + 1);
    }
    const rules = limits.filter(
      (rule) =>
        rule.measure === measure &&
        (rule.scenario ?? scenario) === scenario &&
        (rule.endpoint ?? endpoint) === endpoint,
    );
    result.set(id, {
      count: list.length,
      min: Math.min(...list),
      max: Math.max(...list),
      buckets: [...buckets].toSorted(([left], [right]) => left - right),
      limits: rules
        .toSorted((left, right) => left.limitMs - right.limitMs)
        .map(({ limitMs }) => ({
          limitMs,
          below: list.filter((value) => value < limitMs).length,
          equal: list.filter((value) => value === limitMs).length,
          maxBelow: Math.max(-Infinity, ...list.filter((value) => value < limitMs)),
          minAbove: Math.min(Infinity, ...list.filter((value) => value > limitMs)),
        })),
    });
  }
  return result;
}

describe("against the obvious way", () => {
  it("agrees on every series, bucket and limit", () => {
    const bytes = read("v2-reduced.csv");
    const text = new TextDecoder().decode(bytes);
    const anyLatency = Number(/^http_req_duration,\d+,([\d.]+)/m.exec(text)?.[1]);
    const limits: LimitRule[] = [
      { measure: "latency", endpoint: null, scenario: null, limitMs: anyLatency },
      { measure: "latency", endpoint: null, scenario: "buy", limitMs: 100 },
      { measure: "waiting", endpoint: "err", scenario: "buy", limitMs: 0.5 },
    ];
    const expected = slowly(text, limits);
    const { windows } = collected("k6-csv", bytes, { limits });
    const seen = new Map<string, unknown>();
    for (const { at, series } of windows) {
      for (const { key, count, min, max, indexes, counts, limits: around } of series) {
        if (key.measure === "journey" || key.measure === "failed-latency") continue;
        seen.set([at, key.scenario, key.endpoint, key.measure].join("\u0000"), {
          count,
          min,
          max,
          buckets: Array.from(indexes, (index, place) => [index, counts[place]]),
          limits: around,
        });
      }
    }
    expect([...seen.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
    for (const [id, value] of expected) expect({ id, value: seen.get(id) }).toEqual({ id, value });
    expect([...expected.values()].some((value) => JSON.stringify(value).includes('"equal":1'))).toBe(true);
    expect(measures).toContain("latency");
  });
});

const header = "metric_name,timestamp,metric_value,error_code,name,scenario,status,url,extra_tags";
const row = (metric: string, value: string): string =>
  `${metric},1795498802725,${value},,items,browse,200,http://t/items,`;

describe("column layouts and damage", () => {
  it("reads any order of columns, CRLF, a byte order mark and quoted line breaks", () => {
    const text = `\uFEFFname,metric_value,metric_name,timestamp\r\n"a\nb",5.5,http_req_duration,1795498802\r\nplain,2,http_req_duration,1795498802\r\n`;
    const { windows, summary } = collected("k6-csv", text, { pieces: [3] });
    expect(countsOf(windows, "latency")).toEqual({ "/a\nb": 1, "/plain": 1 });
    expect(windows[0]?.at).toBe(1_795_498_802_000);
    expect(summary).toMatchObject({ rows: 2, badRows: 0 });
  });

  it("falls back to the URL where no name was recorded", () => {
    const text = `${header}\nhttp_req_duration,1795498802725,3,,,browse,200,http://t/items,\n`;
    expect(countsOf(collected("k6-csv", text).windows, "latency")).toEqual({ "browse/http://t/items": 1 });
  });

  it("counts bad rows and describes the first five", () => {
    const bad = Array.from({ length: 7 }, (_, index) => `http_req_duration,17954988027${index},x`).join("\n");
    const text = `${header}\n${bad}\n${row("http_req_duration", "-1")}\n${row("http_req_duration", "4")}\n`;
    const { windows, summary } = collected("k6-csv", text);
    expect(countsOf(windows, "latency")).toEqual({ "browse/items": 1 });
    expect(summary.badRows).toBe(8);
    expect(summary.badRowExamples).toHaveLength(5);
    expect(summary.badRowExamples[0]).toBe(
      `byte ${header.length + 1}: too few fields: http_req_duration,179549880270,x`,
    );
  });

  it("says that the last row is torn, and does not count it", () => {
    const { windows, summary } = collected(
      "k6-csv",
      `${header}\n${row("http_req_duration", "4")}\nhttp_req_duration,1795498802725,0.5`,
    );
    expect(summary).toMatchObject({ truncated: true, rows: 1 });
    expect(countsOf(windows, "latency")).toEqual({ "browse/items": 1 });
  });

  it("goes on after a quote that never closes", () => {
    const junk = `http_req_duration,1795498802725,1,,"open,browse,200,,\n${`${row("http_req_duration", "4")}\n`.repeat(30_000)}`;
    const { windows, summary } = collected("k6-csv", `${header}\n${junk}`, { pieces: [65_536] });
    expect(summary).toMatchObject({ badRows: 1, rows: 30_000 });
    expect(countsOf(windows, "latency")).toEqual({ "browse/items": 30_000 });
  });

  it("takes the last count of what was left over, and no series of it", () => {
    const counts = [row("perf_agent_leftovers", "17"), row("perf_agent_leftovers", "3")].join("\n");
    const { windows, summary } = collected("k6-csv", `${header}\n${row("http_req_duration", "4")}\n${counts}\n`);
    expect(summary.leftovers).toBe(3);
    expect(countsOf(windows, "latency")).toEqual({ "browse/items": 1 });
    expect(collected("k6-csv", `${header}\n${row("http_req_duration", "4")}\n`).summary.leftovers).toBeNull();
  });

  it("ignores a failed mark that does not follow its duration", () => {
    const text = `${header}\n${row("http_req_failed", "1")}\n`;
    expect(collected("k6-csv", text).windows.flatMap(({ errors }) => errors)).toEqual([]);
  });
});

const line = (fields: string): string => `{"type":"Point","data":${fields},"metric":"http_req_duration"}\n`;

describe("JSON lines", () => {
  it("reads keys in any order, spaces, escapes, nested values and offsets", () => {
    const text =
      line('{"time":"2026-11-24T07:43:51.2+02:00","value":1.5e1,"tags":{"name":"a \\"b\\" \\u003c","x":{"y":["}"]}}}') +
      '{ "metric": "http_req_duration", "type": "Point", "data": { "tags": null, "value": 2, "time": "2026-11-24T05:43:51Z" } }\n' +
      '{"metric":"x","type":"Metric","data":{}}\nnot json\n';
    const { windows, summary } = collected("k6-json", text, { pieces: [5] });
    expect(countsOf(windows, "latency")).toEqual({ '/a "b" <': 1, "/": 1 });
    expect(windows.map(({ at }) => at)).toEqual([Date.UTC(2026, 10, 24, 5, 43, 51)]);
    expect(seriesOf(windows, "latency").map(({ sum }) => sum)).toEqual([2, 15]);
    expect(summary).toMatchObject({ rows: 2, badRows: 1 });
  });
});
