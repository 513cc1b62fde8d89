import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PerfAgentError, type Mistake } from "../../../contract/errors.ts";
import { sloSetSchema, type Objective } from "../../../contract/slo-set.ts";
import { parseTaurusSentence, parseTaurusTime } from "./taurus-sentence.ts";
import { understandSlos } from "./understand-slos.ts";

function read(text: string): ReturnType<typeof understandSlos> {
  const result = understandSlos([{ text, file: "taurus.yml" }], null);
  sloSetSchema.parse(result.slos);
  return result;
}

function criteria(...sentences: string[]): string {
  return `reporting:\n- module: passfail\n  criteria:\n${sentences.map((line) => `  - ${JSON.stringify(line)}\n`).join("")}`;
}

function texts(text: string): string[][] {
  return read(text).slos.objectives.map(({ name, text: canonical }) => [name, canonical]);
}

function mistakesOf(text: string): readonly Mistake[] {
  try {
    read(text);
  } catch (error) {
    if (error instanceof PerfAgentError) return error.mistakes;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("Taurus sentences", () => {
  it.each<[string, string, Partial<Objective>]>([
    [
      "avg-rt of checkout>150ms for 10s, stop as failed",
      "mean of checkout <= 150ms in every 10s",
      { stop: true, severity: "fail" },
    ],
    ["p95>500ms", "p95 of all <= 500ms", { stop: false, severity: "fail" }],
    ["p99.9 of list>=2s within 1m", "p99.9 of list < 2s in every 1m", { stop: true }],
    ["p100>1s for 1s", "max of all <= 1s in every 1s", {}],
    ["p0<1 over 5s", "min of all >= 1s in every 5s", {}],
    ["fail>50% for 5s", "errors of all <= 50% in every 5s", { stop: true }],
    ["failures>=50% for 5s", "errors of all < 50% in every 5s", {}],
    ["succ<95%, continue as failed", "errors of all <= 5%", { stop: false, severity: "fail" }],
    ["succ of a b<=99.9%", 'errors of "a b" < 0.1%', {}],
    ["hits<100 for 5s", "throughput of all >= 100/s in every 5s", {}],
    ["hits<100 within 5s", "throughput of all >= 20/s in every 5s", {}],
    ["avg-lt>1 for 5s, stop as non-failed", "mean waiting of all <= 1s in every 5s", { stop: true, severity: "warn" }],
    ["avg-ct>1m30s, continue as non-failed", "mean connecting of all <= 1m30s", { stop: false, severity: "warn" }],
    ["avg-rt>150ms for 10s, continue", "mean of all <= 150ms in every 10s", { stop: false, severity: "fail" }],
    ["too slow: avg-rt > 150ms", "mean of all <= 150ms", { name: "too slow" }],
  ])("%s", (sentence, text, more) => {
    const { slos, warnings } = read(criteria(sentence));
    expect(warnings).toEqual([]);
    expect(slos.objectives).toEqual([expect.objectContaining({ text, name: sentence, wholeRun: true, ...more })]);
  });

  it.each([
    ["rc404>10%", "by success only"],
    ["rc5??>10 for 5s", "by success only"],
    ["fail>50 for 5s", "grows with the load"],
    ["hits>1000", "follows from its length"],
    ["stdev-rt>0.5", "standard deviation"],
    ["concurr>10 for 5s", "number of users"],
    ["bytes>1000", "bytes"],
    ["p95=500ms", "no limit"],
    ["p95>5%", "not a time"],
    ["p200>5s", "no percentile"],
    ["fail>101%", "more than all"],
    ["avg-rt>150ms for 500ms", "whole seconds"],
    ["nonsense>1", "no subject"],
  ])("leaves out %s and says why", (sentence, why) => {
    const { slos, warnings } = read(criteria(sentence));
    expect(slos.objectives).toEqual([]);
    expect(warnings).toEqual([expect.objectContaining({ code: "PA_SLO_INVALID", line: 4 })]);
    expect(warnings[0]?.text).toContain(sentence);
    expect(warnings[0]?.text).toContain(why);
  });

  it("stand in lists, in maps that name them, as fields, and alone", () => {
    const expected = "mean of all <= 150ms";
    expect(texts("- avg-rt>150ms\n- fail>5%\n").map(([, text]) => text)).toEqual([expected, "errors of all <= 5%"]);
    expect(texts("criteria:\n  slow: avg-rt>150ms\n")).toEqual([["slow", expected]]);
    expect(texts("criteria:\n- too slow: avg-rt>150ms\n")).toEqual([["too slow", expected]]);
    expect(texts("criterias: avg-rt>150ms\n")).toEqual([["avg-rt>150ms", expected]]);
    expect(
      texts(
        "reporting:\n- final-stats\n- { module: passfail, criteria: [{ subject: avg-rt, label: pay, condition: '<', threshold: 1s, timeframe: 5s, logic: within }] }\n",
      ),
    ).toEqual([["avg-rt of pay<1s within 5s", "mean of pay >= 1s in every 5s"]]);
  });

  it.each([
    [criteria("p95 > "), 4, "no pass/fail criterion"],
    [criteria("p95>1s, halt"), 4, "no pass/fail criterion"],
    [criteria("p95>1s for"), 4, "no pass/fail criterion"],
    ["criteria: [{ subject: p95 }]", 1, '"subject" and a "threshold"'],
    ["criteria: [{ subject: p95, threshold: 1s, logic: during }]", 1, "for, within or over"],
    ["criteria: [{ subject: p95, threshold: 1s, stop: 1 }]", 1, "true or false"],
    ["criteria: [{ subject: p95, treshold: 1s }]", 1, 'Did you mean "threshold"?'],
    ["- p95 of checkout<400ms\n- errors<1%\n", 1, "when a run fails (Taurus) or what must hold"],
  ])("refuses %j", (text, line, message) => {
    const mistakes = mistakesOf(text);
    expect(mistakes[0]).toMatchObject({ code: "PA_SLO_INVALID", line });
    expect(mistakes.map((mistake) => mistake.text).join("\n")).toContain(message);
  });

  it("read back what was written", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("avg-rt", "p95", "fail", "rc5??"),
        fc.stringMatching(/^(?:[a-z/][a-z/ ]{0,8}[a-z/])?$/),
        fc.constantFrom("<", "<=", ">", ">="),
        fc.constantFrom("150ms", "5%", "1"),
        fc.option(fc.tuple(fc.constantFrom("for", "within", "over"), fc.integer({ min: 1, max: 99 }))),
        fc.option(fc.tuple(fc.constantFrom("stop", "continue"), fc.option(fc.constantFrom("failed", "non-failed")))),
        (subject, label, condition, threshold, time, action) => {
          const of = label === "" ? "" : ` of ${label}`;
          const during = time === null ? "" : ` ${time[0]} ${String(time[1])}s`;
          const then = action === null ? "" : `, ${action[0]}${action[1] === null ? "" : ` as ${action[1]}`}`;
          expect(parseTaurusSentence(`${subject}${of}${condition}${threshold}${during}${then}`)).toEqual({
            message: null,
            subject,
            label,
            condition,
            threshold,
            logic: time === null ? "for" : time[0],
            timeframe: time === null ? null : `${String(time[1])}s`,
            stops: action === null || action[0] === "stop",
            fails: action?.[1] !== "non-failed",
          });
        },
      ),
    );
  });

  it.each([
    ["150ms", 150],
    ["1.1", 1100],
    ["1m30s", 90_000],
    ["2h", 7_200_000],
    ["1d", 86_400_000],
    ["5%", null],
    ["s", null],
    ["", null],
  ])("take %s for %j ms", (text, ms) => {
    expect(parseTaurusTime(text)).toBe(ms);
  });
});
