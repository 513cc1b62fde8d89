import { describe, expect, test } from "vitest";
import { baselineEndpoint, baselineRun, dayMs } from "../../ports/baseline-runs.contract.ts";
import type { BaselineSeries } from "../../contract/baseline-series.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { checkSeries } from "./check-series.ts";
import { readCsvSeries, writeCsvSeries } from "./csv-series.ts";
import { readJsonSeries } from "./json-series.ts";

const series: BaselineSeries = {
  schemaVersion: 1,
  service: "shop",
  runs: [1, 2].map((day) =>
    baselineRun(`r${day}`, day * dayMs, {
      tags: { branch: "main" },
      endpoints: ["checkout", "search"].map((endpoint) => baselineEndpoint({ endpoint, p99: 1234.5 })),
    }),
  ),
  pins: [],
  ledger: [],
  calibrations: [],
};

/** What is taken of a text; null: it is refused, with a code. Anything else that is thrown fails the test. */
function taken(read: (text: string, file: string) => BaselineSeries, text: string): BaselineSeries | null {
  try {
    const found = read(text, "f");
    checkSeries(found, "f");
    return found;
  } catch (error) {
    if (error instanceof PerfAgentError && error.mistakes.every(({ code }) => code === "PA_BASELINE_INVALID"))
      return null;
    throw error;
  }
}

/** Every value by its path, without records whose keys are names. */
function leaves(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [JSON.stringify(value)];
  return Object.entries(value).flatMap(([key, inner]) => [JSON.stringify(key), ...leaves(inner)]);
}

/** Values that differ, of two series with equally many; all of them when the numbers differ. */
function changes(found: BaselineSeries): number {
  const [before, after] = [leaves(series), leaves(found)];
  return before.length === after.length ? before.filter((leaf, i) => leaf !== after[i]).length : Infinity;
}

describe.each([
  ["JSON", JSON.stringify(series), readJsonSeries],
  ["CSV", writeCsvSeries(series), readCsvSeries],
] as const)("a damaged series as %s", (format, text, read) => {
  test("is what was written while it is whole", () => {
    expect(taken(read, text)).toEqual(series);
  });

  test("with any one character gone is refused, or differs in that one value alone", () => {
    for (let at = 0; at < text.length; at++) {
      const found = taken(read, text.slice(0, at) + text.slice(at + 1));
      if (found === null) continue;
      // A name of a run that loses a letter in one of its CSV rows is two runs: both are there, with what belongs to them.
      const endpoints = found.runs.flatMap((run) => run.endpoints);
      const isSplit = format === "CSV" && found.runs.length === 3 && endpoints.length === 4;
      expect(isSplit || changes(found) <= 1).toBe(true);
    }
  });

  test("cut off anywhere is refused, or holds whole endpoints as they were written", () => {
    const written = new Set(series.runs.flatMap(({ endpoints }) => endpoints).map((one) => JSON.stringify(one)));
    for (let length = 0; length < text.length; length++) {
      const found = taken(read, text.slice(0, length));
      if (found === null) continue;
      expect(format).toBe("CSV");
      for (const endpoint of found.runs.flatMap(({ endpoints }) => endpoints))
        expect(written).toContain(JSON.stringify(endpoint));
    }
  });
});

test("a time without its zone, or in another form, is not taken for one", () => {
  for (const time of ["1970-01-02T00:00:00.000", "1970-01-02", "2 January 1970", "1970-1-2T00:00:00Z", "86400000"])
    expect(taken(readCsvSeries, writeCsvSeries(series).replaceAll("1970-01-02T00:00:00.000Z", time))).toBeNull();
});

test("ten thousand endpoints a run are checked, and the one that stands there twice is told", () => {
  const endpoints = Array.from({ length: 10_000 }, (_, i) => baselineEndpoint({ endpoint: `e${i}` }));
  const twice = baselineRun("r1", 1, { endpoints: [...endpoints, baselineEndpoint({ endpoint: "e77" })] });
  expect(() => {
    checkSeries({ ...series, runs: [twice] }, "f");
  }).toThrow(/run r1: e77 in buy stands in it more than once/u);
});
