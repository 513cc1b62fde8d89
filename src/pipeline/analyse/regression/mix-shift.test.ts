import { describe, expect, test } from "vitest";
import { runAt } from "../../../../test/support/compared-runs.ts";
import type { BaselineRun } from "../../../contract/baseline.ts";
import { defaultComparisonRules } from "../../../contract/comparison.ts";
import { writeHistogram } from "../../../contract/histogram-text.ts";
import { bucketIndex } from "../../../stats/bucket-index.ts";
import { baselineEndpoint } from "../../../ports/baseline-runs.contract.ts";
import { mixShift } from "./mix-shift.ts";

/** A run whose endpoints answer evenly between half and whole of `ms`. */
function mixed(number: number, parts: readonly [endpoint: string, requests: number, ms: number][]): BaselineRun {
  return runAt(number, 100, {
    endpoints: parts.map(([endpoint, requests, ms]) => {
      const counts = new Map<number, number>();
      for (let i = 0; i < requests; i++) {
        const bucket = bucketIndex(ms * (0.5 + (0.5 * (i + 1)) / requests));
        counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
      }
      const indexes = [...counts.keys()].toSorted((a, b) => a - b);
      const histogram = writeHistogram({
        count: requests,
        sum: requests * ms * 0.75,
        min: ms / 2,
        max: ms,
        zeroCount: 0,
        indexes,
        counts: indexes.map((index) => counts.get(index) ?? 0),
      });
      return baselineEndpoint({ endpoint, requests, p95: ms * 0.975, histogram });
    }),
  });
}

const usual = [1, 2, 3].map((number) =>
  mixed(number, [
    ["fast", 900, 20],
    ["slow", 100, 200],
  ]),
);

describe("shift of the mix", () => {
  test("more requests of a slow endpoint are told from a slower service", () => {
    const finding = mixShift(
      mixed(9, [
        ["fast", 600, 20],
        ["slow", 400, 200],
      ]),
      usual,
      defaultComparisonRules,
    );
    expect(finding).toMatchObject({ kind: "mix-shift", advisory: true, scope: "service" });
    expect(finding?.effect).toBeGreaterThan(0.2);
    expect(finding?.text).toMatch(
      /^p95 of all requests together is \d+\.\d % slower because the mix changed: (?:slow is 40\.0 % of the requests, before 10\.0 %|fast is 60\.0 % of the requests, before 90\.0 %); weighted as before it is [+-]?0\.\d %$/,
    );
  });

  test.each<[string, BaselineRun, BaselineRun[]]>([
    [
      "the same mix, slower",
      mixed(9, [
        ["fast", 900, 30],
        ["slow", 100, 300],
      ]),
      usual,
    ],
    [
      "another mix that is slower weighted as before too",
      mixed(9, [
        ["fast", 600, 40],
        ["slow", 400, 400],
      ]),
      usual,
    ],
    [
      "nearly the same mix, on whose last part the p95 stands",
      mixed(9, [
        ["fast", 949, 20],
        ["slow", 51, 200],
      ]),
      [1, 2, 3].map((number) =>
        mixed(number, [
          ["fast", 951, 20],
          ["slow", 49, 200],
        ]),
      ),
    ],
    [
      "nothing to compare with",
      mixed(9, [
        ["fast", 600, 20],
        ["slow", 400, 200],
      ]),
      [],
    ],
    ["no distributions kept", runAt(9, 100), usual],
  ])("is none: %s", (_, current, runs) => {
    expect(mixShift(current, runs, defaultComparisonRules)).toBeNull();
  });
});
