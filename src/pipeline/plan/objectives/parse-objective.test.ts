import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measures } from "../../../contract/window.ts";
import { conditionText, type Condition } from "./condition.ts";
import { parseObjective } from "./parse-objective.ts";
import { WordProblem } from "./word-problem.ts";

const base: Condition = {
  statistic: { kind: "quantile", q: 0.95 },
  measure: "latency",
  endpoint: null,
  each: false,
  tag: null,
  scenario: null,
  comparator: "<",
  limit: 400,
  unit: "ms",
  window: null,
};

describe("parseObjective", () => {
  it.each<[string, Partial<Condition>, string?]>([
    ["p95 of checkout in buy < 400ms", { endpoint: "checkout", scenario: "buy" }],
    [
      "p95 of checkout < 600ms in every 30s",
      { endpoint: "checkout", limit: 600, window: { everyMs: 30_000, share: 1 } },
    ],
    ["p99 of each < 1s", { statistic: { kind: "quantile", q: 0.99 }, each: true, limit: 1000 }],
    [
      "p90 waiting of each < 300ms",
      { statistic: { kind: "quantile", q: 0.9 }, measure: "waiting", each: true, limit: 300 },
    ],
    ["p95 journey of buy < 12s", { measure: "journey", scenario: "buy", limit: 12_000 }],
    ["errors of all < 0.1%", { statistic: { kind: "error-rate" }, limit: 0.001, unit: "fraction" }],
    [
      "throughput of browse > 190/s",
      { statistic: { kind: "throughput" }, endpoint: "browse", comparator: ">", limit: 190, unit: "per-second" },
    ],
    [
      "p95 of add-to-cart < 300ms in 95% of 10s",
      { endpoint: "add-to-cart", limit: 300, window: { everyMs: 10_000, share: 0.95 } },
    ],
    ['p95 of "GET /items" < 1s', { endpoint: "GET /items", limit: 1000 }],
    ['p95 of "each" < 1s', { endpoint: "each", limit: 1000 }],
    ["p99.9 of all <= 2s", { statistic: { kind: "quantile", q: 0.999 }, comparator: "<=", limit: 2000 }],
    [
      "apdex(500ms) of checkout >= 0.9",
      {
        statistic: { kind: "apdex", toleratedMs: 500 },
        endpoint: "checkout",
        comparator: ">=",
        limit: 0.9,
        unit: "score",
      },
    ],
    [
      "below(300ms) of checkout >= 95%",
      {
        statistic: { kind: "share-below", belowMs: 300 },
        endpoint: "checkout",
        comparator: ">=",
        limit: 0.95,
        unit: "fraction",
      },
    ],
    ["p95 of tag criticality=high < 400ms", { tag: { name: "criticality", value: "high" } }],
    [
      'p95 of each tag "team=shop floor" in buy < 400ms',
      { each: true, tag: { name: "team", value: "shop floor" }, scenario: "buy" },
    ],
    ["p95 of tag < 400ms", { endpoint: "tag" }, 'p95 of "tag" < 400ms'],
    ["p95 of tag in buy < 400ms", { endpoint: "tag", scenario: "buy" }, 'p95 of "tag" in buy < 400ms'],
    [
      "errors of tag a=b=c < 1%",
      { statistic: { kind: "error-rate" }, tag: { name: "a", value: "b=c" }, limit: 0.01, unit: "fraction" },
    ],
    ["mean of all < 1m30s", { statistic: { kind: "mean" }, limit: 90_000 }],
    ["p95   of checkout<400ms", { endpoint: "checkout" }, "p95 of checkout < 400ms"],
    ["p95 < 400ms", {}, "p95 of all < 400ms"],
    ["p95 latency in buy < 400ms", { scenario: "buy" }, "p95 of all in buy < 400ms"],
    ["p95 journey < 400ms", { measure: "journey" }],
    ["p95 journey in buy < 400ms", { measure: "journey", scenario: "buy" }, "p95 journey of buy < 400ms"],
    [
      "dropped of browse < 1%",
      { statistic: { kind: "dropped" }, scenario: "browse", limit: 0.01, unit: "fraction" },
      "dropped in browse < 1%",
    ],
    ["checks of all > 99%", { statistic: { kind: "checks" }, comparator: ">", limit: 0.99, unit: "fraction" }],
    [
      "throughput of all > 30/min",
      { statistic: { kind: "throughput" }, comparator: ">", limit: 0.5, unit: "per-second" },
      "throughput of all > 0.5/s",
    ],
    ["p95 < 400ms in 100% of 60s", { window: { everyMs: 60_000, share: 1 } }, "p95 of all < 400ms in every 1m"],
  ])("understands %s", (text, expected, canonical = text) => {
    const condition = parseObjective(text);
    expect(condition).toEqual({ ...base, ...expected });
    expect(conditionText(condition)).toBe(canonical);
  });

  it.each<[string, string, string | RegExp]>([
    ["pp95 of x < 1s", "pp95", 'Did you mean "p95"?'],
    ["p(95) of x < 1s", "p(95)", '"p(95)" is written "p95"'],
    ["avg of x < 1s", "avg", 'is written "mean"'],
    ["erors of x < 1%", "erors", 'Did you mean "errors"?'],
    ["p100 of x < 1s", "p100", '"p100" is written "max"'],
    ["p00 of x < 1s", "p00", "no percentile"],
    ["p95 waitin of x < 1s", "waitin", 'Did you mean "waiting"?'],
    ["errors waiting of x < 1%", "waiting", 'does not fit after "errors"'],
    ["p95 of < 1s", "<", "is missing"],
    ["p95 of GET /items < 1s", "/items", "names with spaces stand in quotes"],
    ["p95 of x == 1s", "==", "one of <, <=, >, >="],
    ["p95 of x < 400", "400", "write it with its unit"],
    ["p95 of x < 1%", "1%", "is not a duration"],
    ["errors of x < 0.01", "0.01", "is not a share"],
    ["throughput of x > 190", "190", "is not a rate"],
    ["apdex(500ms) of x > 2", "2", "from 0 to 1"],
    ["apdex(500) of x > 0.9", "apdex(500)", "apdex(500ms)"],
    ["p95 of x < 1s in evry 30s", "evry", 'Did you mean "every"?'],
    ["p95 of x < 1s in every 500ms", "500ms", "whole seconds"],
    ["p95 of x < 1s in 95% every 10s", "every", "in 95% of 10s"],
    ["p95 of x < 1s in 0% of 10s", "0%", "above 0%"],
    ["p95 of x < 1s in buy", "buy", "stands before the comparison"],
    ["p95 of x < 1s now", "now", "nothing follows"],
    ["p95 of x of y < 1s", "of y", "stands twice"],
    ["p95 of x in a in b < 1s", "in b", "second scenario"],
    ["p95 journey of each < 1s", "each", "belongs to a scenario"],
    ["dropped of a in b < 1%", "a in b", "name the scenario once"],
    ["p95 of tag high < 1s", "high", "its name and value"],
    ["p95 of tag =high < 1s", "=high", "its name and value"],
    ["p95 of tag high= < 1s", "high=", "its name and value"],
    ["p95 of all tag a=b < 1s", "tag", "is expected"],
    ["p95 journey of tag a=b < 1s", "tag", "tag of an endpoint"],
    ['p95 of "GET /items < 1s', '"GET', "does not end"],
    ['p95 of "" < 1s', '""', "cannot be empty"],
  ])("refuses %s at %s", (text, word, message) => {
    const problem = problemOf(text);
    expect(problem.message).toMatch(message);
    expect(text.slice(problem.at).startsWith(word)).toBe(true);
  });

  it.each(["", "p95", "p95 of", "p95 of x", "p95 of x <", "p95 of x < 1s in", "p95 of x < 1s in every"])(
    "refuses an end after %j",
    (text) => {
      const problem = problemOf(text);
      expect(problem.message).toContain("too early");
      expect(problem.at).toBe(text.length);
    },
  );

  it("refuses what nobody would read", () => {
    expect(problemOf(`p95 of ${'"'.repeat(3_000_000)} < 1s`).message).toContain("at most 2000 characters");
  });

  it("reads every canonical text back as the same condition", () => {
    fc.assert(
      fc.property(conditions, (condition) => {
        const text = conditionText(condition);
        expect(parseObjective(text)).toEqual(condition);
        expect(conditionText(parseObjective(text))).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

function problemOf(text: string): WordProblem {
  try {
    parseObjective(text);
  } catch (error) {
    if (error instanceof WordProblem) return error;
    throw error;
  }
  throw new Error(`"${text}" was understood`);
}

const names = fc.oneof(
  fc.constantFrom(
    "checkout",
    "GET /items",
    "each",
    "all",
    "in",
    "of",
    "every",
    "tag",
    "a=b",
    "95%",
    'a "quoted" name',
    "\\",
    "<=",
    "ünï",
  ),
  fc.string({ minLength: 1, maxLength: 12, unit: "binary" }).filter((name) => name.isWellFormed()),
);
const milliseconds = fc.oneof(
  fc.integer({ min: 1, max: 7_200_000 }),
  fc.integer({ min: 1, max: 99_999 }).map((n) => n / 100),
);
const shares = fc.integer({ min: 1, max: 100_000 }).map((n) => Number(`${String(n)}e-3`) / 100);
const statistics = fc.oneof(
  fc.integer({ min: 1, max: 99_999 }).map((n) => ({ kind: "quantile", q: Number(`${String(n)}e-5`) }) as const),
  fc.constantFrom({ kind: "mean" } as const, { kind: "max" } as const, { kind: "min" } as const),
  milliseconds.map((belowMs) => ({ kind: "share-below", belowMs }) as const),
);
const windows = fc.option(
  fc.record({ everyMs: fc.integer({ min: 1, max: 3600 }).map((s) => s * 1000), share: shares }),
);
const comparators = fc.constantFrom<Condition["comparator"][]>("<", "<=", ">", ">=");
const tags = fc.record({ name: names.filter((name) => !name.includes("=")), value: names });
const subjects = fc.oneof(
  names.map((endpoint) => ({ endpoint, each: false, tag: null })),
  fc.record({ each: fc.boolean(), tag: fc.option(tags) }).map((more) => ({ endpoint: null, ...more })),
);
const ofScenario = { endpoint: null, each: false, tag: null };
const timed = fc
  .record({
    statistic: statistics,
    measure: fc.constantFrom(...measures),
    subject: subjects,
    scenario: fc.option(names),
    limit: milliseconds,
    share: shares,
  })
  .map(({ statistic, measure, subject, scenario, limit, share }) => ({
    statistic,
    measure,
    ...(measure === "journey" ? ofScenario : subject),
    scenario,
    ...(statistic.kind === "share-below"
      ? { limit: share, unit: "fraction" as const }
      : { limit, unit: "ms" as const }),
  }));
const counted = fc
  .record({
    kind: fc.constantFrom("error-rate", "checks", "throughput", "dropped"),
    subject: subjects,
    scenario: fc.option(names),
    share: shares,
  })
  .map(({ kind, subject, scenario, share }) => ({
    statistic: { kind } as Condition["statistic"],
    measure: "latency" as const,
    ...(kind === "dropped" ? ofScenario : subject),
    scenario,
    limit: share,
    unit: kind === "throughput" ? ("per-second" as const) : ("fraction" as const),
  }));
const conditions: fc.Arbitrary<Condition> = fc
  .record({ what: fc.oneof(timed, counted), comparator: comparators, window: windows })
  .map(({ what, comparator, window }) => ({ ...what, comparator, window }));
