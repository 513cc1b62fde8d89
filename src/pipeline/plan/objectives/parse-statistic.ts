import type { Statistic } from "../../../contract/slo-set.ts";
import { parseDuration } from "../units.ts";
import type { Word } from "./split-words.ts";
import { didYouMean } from "./suggest-word.ts";
import { WordProblem } from "./word-problem.ts";

const statisticWords = [
  "p50",
  "p90",
  "p95",
  "p99",
  "p99.9",
  "mean",
  "max",
  "min",
  "errors",
  "throughput",
  "dropped",
  "checks",
  "apdex(500ms)",
  "below(500ms)",
];
/** The statistic that a word names. Throws WordProblem. */
export function statisticOf(word: Word): Statistic {
  const { text, quoted, at } = word;
  const quantile = /^p(\d{1,2}(?:\.\d{1,6})?)$/.exec(text)?.[1];
  if (quantile !== undefined && !quoted) {
    // Moved in the text, not divided: 99.9 / 100 is not 0.999.
    const q = Number(`${quantile}e-2`);
    if (q <= 0) throw new WordProblem(at, `"${text}" is no percentile: they lie between p0 and p100; use min or max`);
    return { kind: "quantile", q };
  }
  const timed = /^(apdex|below)\(([^()]*)\)$/.exec(text);
  if (timed !== null && !quoted) {
    const [, kind, duration = ""] = timed;
    const ms = parseDuration(duration);
    if (ms === null || ms <= 0)
      throw new WordProblem(at, `"${duration}" is not a duration: write ${String(kind)}(500ms)`);
    return kind === "apdex" ? { kind: "apdex", toleratedMs: ms } : { kind: "share-below", belowMs: ms };
  }
  const plain = quoted ? undefined : plainStatistics.get(text);
  if (plain !== undefined) return plain;
  const own = otherWords.get(text) ?? /^p\((\d+(?:\.\d+)?)\)$/.exec(text)?.[1]?.replace(/^/, "p");
  if (own !== undefined) throw new WordProblem(at, `"${text}" is written "${own}" here`);
  throw new WordProblem(
    at,
    `"${text}" is no statistic.${didYouMean(text, statisticWords)} Known: p50 to p99.9, mean, max, min, errors, throughput, dropped, checks, apdex(500ms), below(500ms).`,
  );
}

/** Words of other tools. */
const otherWords: ReadonlyMap<string, string> = new Map([
  ["p0", "min"],
  ["p100", "max"],
  ["avg", "mean"],
  ["average", "mean"],
  ["med", "p50"],
  ["median", "p50"],
  ["rps", "throughput"],
  ["latency", "p95"],
]);

const plainStatistics: ReadonlyMap<string, Statistic> = new Map<string, Statistic>([
  ["mean", { kind: "mean" }],
  ["max", { kind: "max" }],
  ["min", { kind: "min" }],
  ["errors", { kind: "error-rate" }],
  ["throughput", { kind: "throughput" }],
  ["dropped", { kind: "dropped" }],
  ["checks", { kind: "checks" }],
]);
