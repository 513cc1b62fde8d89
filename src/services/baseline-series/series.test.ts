import { array, assert, constantFrom, property, string } from "fast-check";
import { describe, expect, it, test } from "vitest";
import { baselineEndpoint, baselineRun, dayMs } from "../../ports/baseline-runs.contract.ts";
import type { BaselineEndpoint } from "../../contract/baseline.ts";
import type { BaselineSeries } from "../../contract/baseline-series.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { checkSeries } from "./check-series.ts";
import { csvColumns, readCsvSeries, writeCsvSeries } from "./csv-series.ts";
import { readJsonSeries } from "./json-series.ts";
import { csvField, inertText, plainText, splitCsv } from "./split-csv.ts";

function seriesOf(...runs: BaselineSeries["runs"]): BaselineSeries {
  return { schemaVersion: 1, service: "shop", runs, pins: [], ledger: [], calibrations: [] };
}

/** `line text` of each mistake. */
function mistakesOf(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (!(error instanceof PerfAgentError)) throw error;
    const strange = error.mistakes.filter(({ code, file }) => code !== "PA_BASELINE_INVALID" || file !== "f");
    if (strange.length > 0) throw error;
    return error.mistakes.map(({ line, text }) => (line === undefined ? text : `${line} ${text}`));
  }
  return [];
}

/** Two endpoints whose latencies are `by` times the usual ones. */
const scaledRun = (runId: string, by: number): BaselineSeries["runs"][number] =>
  baselineRun(runId, 1, {
    endpoints: ["checkout", "search"].map((endpoint) =>
      baselineEndpoint({ endpoint, p50: 40 * by, p90: 80 * by, p95: 100 * by, p99: 200 * by }),
    ),
  });

describe("a series of baselines", () => {
  it("is taken when every figure can be", () => {
    const quiet = baselineEndpoint({
      requests: 0,
      failedRequests: 0,
      ratePerSecond: 0,
      p50: 0,
      p90: 0,
      p95: 0,
      p99: 0,
    });
    const runs = [1, 2, 3].map((n) =>
      baselineRun(`r${n}`, n * dayMs, { endpoints: [baselineEndpoint({ p95: 90 + n })] }),
    );
    expect(() => checkSeries(seriesOf(...runs, baselineRun("q", 9, { endpoints: [quiet] })), "f")).not.toThrow();
    expect(() => checkSeries(seriesOf(), "f")).not.toThrow();
  });

  test.each<[string, Partial<BaselineEndpoint>, string]>([
    ["NaN", { p95: NaN }, "p95 is NaN, which is no figure"],
    ["an infinite figure", { p99: Infinity }, "p99 is Infinity, which is no figure"],
    ["a negative latency", { p50: -1 }, "p50 is -1: less than nothing"],
    ["a negative count", { requests: -3 }, "requests is -3: less than nothing"],
    ["percentiles that fall", { p95: 70 }, "p95 is 70, below p90, which is 80"],
    ["more failures than requests", { failedRequests: 1001 }, "failedRequests is 1001 of 1000 requests"],
  ])("is refused with run and field for %s", (_, changes, text) => {
    const series = seriesOf(baselineRun("r0", 1), { ...baselineRun("r1", 2), endpoints: [baselineEndpoint(changes)] });
    expect(mistakesOf(() => checkSeries(series, "f"))).toEqual([`run r1: checkout in buy: ${text}`]);
  });

  it("is refused where a run, or an endpoint of a run, stands in it twice, or a start is no time", () => {
    const twice = baselineRun("r1", 2, { endpoints: [baselineEndpoint(), baselineEndpoint()] });
    expect(
      mistakesOf(() =>
        checkSeries(
          seriesOf(
            baselineRun("r1", 1),
            twice,
            baselineRun("r2", -1),
            baselineRun("r3", Number.MAX_SAFE_INTEGER),
            baselineRun("", 1),
          ),
          "f",
        ),
      ),
    ).toEqual([
      "run r1 stands in it more than once",
      "run r1: checkout in buy stands in it more than once",
      "run r2: startedAt is no time",
      "run r3: startedAt is no time",
      "a run has no runId",
    ]);
  });

  test.each([1000, 1 / 1000])("is refused where one run is in another unit (factor %f)", (factor) => {
    const mistakes = mistakesOf(() =>
      checkSeries(seriesOf(scaledRun("a", 1), scaledRun("b", factor), scaledRun("c", 1.25)), "f"),
    );
    expect(mistakes).toEqual([
      expect.stringMatching(/^run b: checkout in buy: p95 is [\d.]+ where others have 1\d\d: another unit/u),
    ]);
    // A run that is as slow as that in one endpoint only is a bad run, not another unit.
    const bad = scaledRun("b", 1);
    bad.endpoints.push(baselineEndpoint({ endpoint: "slow", p95: 100_000, p99: 100_000 }));
    const usual = scaledRun("a", 1);
    usual.endpoints.push(baselineEndpoint({ endpoint: "slow" }));
    expect(mistakesOf(() => checkSeries(seriesOf(usual, bad, { ...usual, runId: "c" }), "f"))).toEqual([]);
  });

  it("is taken with an outage in it, in which every request took as long as its timeout", () => {
    const outage = { ...scaledRun("b", 500), verdict: "fail" as const };
    expect(mistakesOf(() => checkSeries(seriesOf(scaledRun("a", 1), outage, scaledRun("c", 1.25)), "f"))).toEqual([]);
  });

  it("tells at most twenty mistakes, and how many more there are", () => {
    const runs = Array.from({ length: 25 }, (_, n) => ({ ...baselineRun(`r${n}`, 1), startedAt: -1 }));
    const mistakes = mistakesOf(() => checkSeries(seriesOf(...runs), "f"));
    expect([mistakes.length, mistakes.at(-1)]).toEqual([21, "and 5 mistakes more"]);
  });
});

describe("a series as JSON", () => {
  const text = JSON.stringify(seriesOf(baselineRun("r1", 5)));

  it("is read as it was written", () => {
    expect(readJsonSeries(text, "f")).toEqual(seriesOf(baselineRun("r1", 5)));
  });

  test.each(['{"p50":0.01,"p90":0.02,"p95":0.03,"p99":0.05}', "null"])(
    "is read as earlier versions wrote it, without their errors %s of an endpoint",
    (errors) => {
      const before = text.replace('"p95":100', `"p95":100,"errors":${errors}`);
      expect(before).not.toBe(text);
      expect(readJsonSeries(before, "f")).toEqual(seriesOf(baselineRun("r1", 5)));
    },
  );

  test.each<[string, string, RegExp]>([
    ["that is cut short", text.slice(0, -9), /^this is no JSON: /u],
    ["with NaN in it", text.replace('"p95":100', '"p95":NaN'), /^this is no JSON: /u],
    ["with a number too large to be one", text.replace('"p95":100', '"p95":1e999'), /^run r1: checkout in buy: p95: /u],
    ["with a text for a figure", text.replace('"p95":100', '"p95":"100"'), /^run r1: checkout in buy: p95: /u],
    ["with a run without a verdict", text.replace('"verdict":"pass",', ""), /^run r1: verdict: /u],
    [
      "with a field that nobody knows",
      text.replace('"p95":100', '"p95":100,"unit":"s"'),
      /^run r1: checkout in buy: .*unit/u,
    ],
    ["of another version", text.replace('"schemaVersion":1', '"schemaVersion":2'), /^schemaVersion: /u],
    ["that is no series", "[]", /^the file: /u],
  ])("is refused %s", (_, changed, mistake) => {
    expect(changed).not.toBe(text);
    expect(mistakesOf(() => readJsonSeries(changed, "f"))).toEqual([expect.stringMatching(mistake)]);
  });
});

describe("a series as CSV", () => {
  const one = writeCsvSeries(seriesOf(baselineRun("r1", 5, { tags: { branch: "main" } })));
  const [header = "", row = ""] = one.split("\n");

  it("holds what its columns hold", () => {
    const runs = [
      baselineRun("r1", 1_793_534_400_123, { tags: { branch: 'ma"in', note: "a,b\nc" }, verdict: "warn" }),
      baselineRun("r2", 5, { endpoints: [baselineEndpoint(), baselineEndpoint({ endpoint: "GET /items, all" })] }),
    ];
    expect(readCsvSeries(writeCsvSeries(seriesOf(...runs)), "f")).toEqual(seriesOf(...runs));
    const crlf = `\uFEFF${one.replaceAll("\n", "\r\n")}\r\n`;
    expect(readCsvSeries(crlf, "f")).toEqual(readCsvSeries(one, "f"));
  });

  test.each<[string, string, string]>([
    ["is empty", "", "1 the file is empty"],
    ["has no row", `${header}\n`, "1 there is no row below the header"],
    [
      "is in seconds",
      one.replace("p95_ms", "p95_s"),
      "1 columns are missing: p95_ms; columns are not known: p95_s. Latencies are in milliseconds",
    ],
    [
      "has a column twice",
      one.replace("p95_ms", "p99_ms"),
      "1 columns are missing: p95_ms; a column stands there twice. Latencies are in milliseconds",
    ],
    ["has a short row", `${header}\nshop,r1\n`, `2 2 fields where the header has ${csvColumns.length}`],
    ["has a text for a figure", one.replace(",100,200", ",fast,200"), '2 run r1: p95_ms is "fast", which is no figure'],
    ["lacks a figure", one.replace(",100,200", ",,200"), '2 run r1: p95_ms is "", which is no figure'],
    [
      "has no date",
      one.replace("1970-01-01T00:00:00.005Z", "soon"),
      '2 run r1: started_at is "soon": write 2026-11-22T14:02:33.120Z',
    ],
    ["has an unknown verdict", one.replace(",pass,", ",good,"), '2 run r1: verdict is "good", which is none'],
    [
      "has tags that are none",
      one.replace(/"\{.*?\}"/u, "main"),
      '2 run r1: tags is no JSON object of texts, such as {"branch":"main"}',
    ],
    [
      "is of two services",
      `${one}${row.replace("shop", "other").replace("r1", "r2")}\n`,
      "3 run r2: service other, where others are of shop",
    ],
    [
      "contradicts itself",
      `${one}${row.replace(",pass,", ",warn,")}\n`,
      "3 run r1: what belongs to the run differs from the row above",
    ],
    ["has an open quote", `${one}"`, "1 a quote is opened and never closed"],
  ])("is refused where it %s", (_, text, mistake) => {
    expect(text).not.toBe(one);
    expect(mistakesOf(() => readCsvSeries(text, "f"))).toEqual([mistake]);
  });

  it("splits into the fields that were joined, whatever they hold", () => {
    const field = string({ unit: constantFrom("a", '"', ",", "\n", "\r", " ", "é") });
    const rows = array(array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    assert(
      property(rows, constantFrom("\n", "\r\n"), (cells, end) => {
        const text = cells.map((each) => each.map(csvField).join(",")).join(end);
        expect(splitCsv(text)?.map((each) => each.cells)).toEqual(cells);
      }),
    );
  });

  test.each([
    ["a formula", '=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
    ["a sum", "+1", "'+1"],
    ["a difference", "-1", "'-1"],
    ["a function of old", "@SUM(A1)", "'@SUM(A1)"],
    ["a formula after a tab", "\t=1", "'\t=1"],
    ["a full-width formula", "\uFF1D1", "'\uFF1D1"],
    ["what looks as if it had been marked", "'=1", "''=1"],
    ["a plain name", "get-product", "get-product"],
    ["an apostrophe that marks nothing", "'tis", "'tis"],
  ])("writes %s so that no spreadsheet runs it, and reads it as it was", (_, text, written) => {
    expect(inertText(text)).toBe(written);
    expect(plainText(written)).toBe(text);
  });

  it("gives back every text that was made inert, none of which a spreadsheet runs", () => {
    assert(
      property(string({ unit: constantFrom("'", "=", "+", "-", "@", "\t", "\r", "a") }), (text) => {
        expect(plainText(inertText(text))).toBe(text);
        expect(inertText(text)).not.toMatch(/^[=+\-@\t\r]/u);
      }),
    );
  });

  it("writes names that are formulas inert, and reads them back", () => {
    const endpoint = baselineEndpoint({ endpoint: "=cmd|' /C calc'!A0", scenario: "a;=1" });
    const series = seriesOf(baselineRun("-2+3", 5, { endpoints: [endpoint] }));
    const text = writeCsvSeries(series);
    expect(text).toContain("'=cmd|' /C calc'!A0");
    expect(text).toContain('"a;=1"');
    expect(readCsvSeries(text, "f")).toMatchObject({ runs: [{ runId: "-2+3", endpoints: [endpoint] }] });
  });

  it("knows the line that a row begins on", () => {
    expect(splitCsv('a,"b\nc"\n\nd,e')?.map(({ line }) => line)).toEqual([1, 4]);
  });
});
