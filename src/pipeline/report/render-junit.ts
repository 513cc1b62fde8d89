import type { Comparison } from "../../contract/comparison.ts";
import type { ObjectiveResult } from "../../contract/objective-result.ts";
import type { Analysis, RunDocument } from "../../contract/run.ts";
import { describeScore } from "./describe-budget.ts";
import { describeComparison, describeObjective } from "./describe-result.ts";

interface TestCase {
  readonly classname: string;
  readonly name: string;
  readonly seconds: number;
  readonly outcome: "passed" | "failed" | "error" | "skipped";
  /** `slo`, `regression` or `validity`. */
  readonly type: string;
  /** Message of what is not passed, remark of what is. */
  readonly text: string;
}

/**
 * JUnit XML for CI systems: one test case for the run's validity, one per objective, one per comparison. What only warns
 * passes with a remark; what could not be judged is an error; in an invalid run nothing counts as judged.
 */
export function renderJunit(analysis: Analysis): string {
  const { document } = analysis;
  const cases = uniqueNames([
    validityCase(document),
    ...document.objectives.map((result) => objectiveCase(result, document)),
    ...scoreCases(document),
    ...document.comparisons.map((comparison) => comparisonCase(comparison, document)),
  ]);
  const count = (outcome: TestCase["outcome"]): number => cases.filter((one) => one.outcome === outcome).length;
  const counts = `tests="${cases.length}" failures="${count("failed")}" errors="${count("error")}" skipped="${count("skipped")}"`;
  const seconds = (document.totals.durationMs / 1000).toFixed(3);
  const name = attribute(`${document.plan.name} on ${document.environment}`);
  const properties: [string, string][] = [
    ["run", document.runId],
    ["verdict", document.verdict],
    ["service", document.service],
    ["environment", document.environment],
    ["seed", String(document.plan.seed)],
    ["plan.sha256", document.plan.sha256],
    ["engine", `${document.engine.name} ${document.engine.version}`],
    ...courseOf(analysis),
    ...Object.keys(document.tags)
      .toSorted()
      .map((tag): [string, string] => [`tag.${tag}`, document.tags[tag] ?? ""]),
  ];
  return `${[
    `<?xml version="1.0" encoding="UTF-8"?>`,
    `<testsuites name="perf-agent" ${counts} time="${seconds}">`,
    `  <testsuite name="${name}" ${counts} time="${seconds}" timestamp="${attribute(document.startedAt.replace(/\.\d+Z$/, ""))}">`,
    `    <properties>`,
    ...properties.map(([key, value]) => `      <property name="${attribute(key)}" value="${attribute(value)}"/>`),
    `    </properties>`,
    ...cases.map(caseText),
    `  </testsuite>`,
    `</testsuites>`,
  ].join("\n")}\n`;
}

/** Who stopped the run, how often the engine was started and with how much of the load; nothing of a run that simply ran. */
function courseOf({ document: { stoppedBy }, certificate }: Analysis): [string, string][] {
  const attempts = (certificate?.observed.attempts ?? []).filter(({ profile }) => profile !== "cleanup");
  const last = attempts.at(-1);
  return [
    ...(stoppedBy === null ? [] : [["stoppedBy", stoppedBy] satisfies [string, string]]),
    ...(attempts.length < 2 ? [] : [["attempts", String(attempts.length)] satisfies [string, string]]),
    ...(last === undefined || last.profile !== "reduced"
      ? []
      : [["reducedTo", String(last.share)] satisfies [string, string]]),
  ];
}

function validityCase({ verdict, quality }: RunDocument): TestCase {
  const wrong = quality.flags.filter(({ severity }) => severity.startsWith("invalid")).map(({ text }) => text);
  return {
    classname: "perf.run",
    name: "the run is valid",
    seconds: 0,
    outcome: verdict === "invalid" ? "error" : "passed",
    type: "validity",
    text: verdict === "invalid" ? wrong.join("; ") || "the run cannot be trusted" : wrong.join("; "),
  };
}

/** Of a scored set the total decides, not its objectives. */
function scoreCases({ score, verdict }: RunDocument): TestCase[] {
  if (score === null) return [];
  const outcome = verdict === "invalid" ? "error" : score.result === "fail" ? "failed" : "passed";
  const text = describeScore(score);
  return [{ classname: "perf.slo", name: "the score of the objectives", seconds: 0, outcome, type: "slo", text }];
}

function objectiveCase(result: ObjectiveResult, { verdict }: RunDocument): TestCase {
  const text = describeObjective(result);
  const outcomes = {
    met: "passed",
    breached: result.severity === "fail" ? "failed" : "passed",
    "no-data": "error",
    skipped: "skipped",
  } as const;
  const invalid = verdict === "invalid" && result.status !== "skipped";
  return {
    classname: `perf.${result.scenario === null || result.scenario === "" ? "all" : result.scenario}`,
    name: result.name,
    // JUnit has one number for a case: the observed latency says more than the time it took to judge.
    seconds: result.unit === "ms" ? (result.observed ?? 0) / 1000 : 0,
    outcome: invalid ? "error" : outcomes[result.status],
    type: "slo",
    text: invalid
      ? `not judged, the run is invalid: ${text}`
      : result.status === "breached" && result.severity === "warn"
        ? `warning: ${text}`
        : text,
  };
}

function comparisonCase(comparison: Comparison, { verdict }: RunDocument): TestCase {
  const { status, statistic, endpoint, scenario, after } = comparison;
  const text = describeComparison(comparison);
  const outcomes: Readonly<Record<Comparison["status"], TestCase["outcome"]>> = {
    "regression-confirmed": "failed",
    "regression-suspected": "passed",
    improved: "passed",
    "no-regression": "passed",
    "environment-shift": "passed",
    provisional: "passed",
    inconclusive: "skipped",
    "no-baseline": "skipped",
  };
  const invalid = verdict === "invalid" && outcomes[status] !== "skipped";
  const warned = status === "regression-suspected" ? `warning: ${text}` : text;
  return {
    classname: `perf.${scenario === "" ? "all" : scenario}`,
    name: `${statistic} of ${endpoint} against its baseline`,
    seconds: (after ?? 0) / 1000,
    outcome: invalid ? "error" : outcomes[status],
    type: "regression",
    text: invalid ? `not judged, the run is invalid: ${text}` : warned,
  };
}

/** Some systems count only the first of two cases with one name. */
function uniqueNames(cases: readonly TestCase[]): TestCase[] {
  const seen = new Set<string>();
  return cases.map((one) => {
    let name = one.name;
    for (let number = 2; seen.has(JSON.stringify([one.classname, name])); number++) name = `${one.name} (${number})`;
    seen.add(JSON.stringify([one.classname, name]));
    return { ...one, name };
  });
}

function caseText({ classname, name, seconds, outcome, type, text }: TestCase): string {
  const head = `    <testcase classname="${attribute(classname)}" name="${attribute(name)}" time="${seconds.toFixed(3)}"`;
  const message = attribute(text);
  if (outcome === "failed")
    return `${head}><failure message="${message}" type="${type}">${content(text)}</failure></testcase>`;
  if (outcome === "error")
    return `${head}><error message="${message}" type="${type}">${content(text)}</error></testcase>`;
  if (outcome === "skipped") return `${head}><skipped message="${message}"/></testcase>`;
  return text === "" ? `${head}/>` : `${head}><system-out>${content(text)}</system-out></testcase>`;
}

/** Text content; what XML 1.0 cannot hold becomes U+FFFD. */
function content(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}

function attribute(text: string): string {
  return content(text)
    .replaceAll('"', "&quot;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\r", "&#13;")
    .replaceAll("\t", "&#9;");
}
