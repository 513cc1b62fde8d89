import { describe, expect, it } from "vitest";
import type { Finding } from "../../../../src/contract/comparison.ts";
import type { ObjectiveResult } from "../../../../src/contract/objective-result.ts";
import { whyLines } from "./why-lines.ts";

function breached(severity: "fail" | "warn"): ObjectiveResult {
  return {
    name: severity,
    text: severity,
    endpoint: null,
    scenario: null,
    severity,
    status: "breached",
    certain: true,
    observed: 2,
    limit: 1,
    unit: "ms",
    interval: null,
    samples: 10,
    exact: true,
    breach: null,
    stop: false,
    endedOverMs: null,
  };
}

const slower: Finding = {
  kind: "regression",
  status: "regression-suspected",
  scope: "endpoint",
  text: "checkout is slower",
  series: [],
  effect: 0.1,
  advisory: false,
};
const reason = (code: string, text: string) => ({ code, text, evidence: ["e1"] });

describe("why a verdict is what it is", () => {
  it("says of each reason what it means by itself, not what the whole verdict is", () => {
    const lines = whyLines({
      verdict: "fail",
      reasons: [
        reason("PA_SLO_BREACH", "p95 is 2 ms"),
        reason("PA_REGRESSION", slower.text),
        reason("PA_SLO_NO_DATA", "no sample of pay"),
        reason("PA_SLO_BREACH", "p99 is 2 ms"),
        reason("PA_OTHER", "the clock moved"),
        reason("PA_SLO_MET", "3 objectives met"),
      ],
      findings: [slower],
      objectives: [breached("warn"), breached("fail")],
      score: null,
      quality: { flags: [{ code: "PA_OTHER", severity: "warn", text: "the clock moved" }] },
    });
    expect(lines.map(({ tone, word }) => [tone, word])).toEqual([
      ["fail", "fail"],
      ["warn", "slower, suspected"],
      ["invalid", "no answer"],
      ["warn", "warning"],
      ["warn", "warning"],
      ["pass", "in order"],
    ]);
    expect(lines.every(({ evidence }) => evidence[0] === "e1")).toBe(true);
  });

  it("tells each thing once, and after the reasons what did not count", () => {
    const lines = whyLines({
      verdict: "pass",
      reasons: [reason("PA_OTHER", "the clock moved"), reason("PA_SLO_MET", "3 objectives met")],
      findings: [{ ...slower, advisory: true }],
      objectives: [],
      score: null,
      quality: { flags: [{ code: "PA_INFO", severity: "info", text: "few samples" }] },
    });
    expect(lines.map(({ word, text }) => [word, text])).toEqual([
      ["in order", "3 objectives met"],
      ["note", "the clock moved"],
      ["slower, suspected, informs only", "checkout is slower"],
      ["note", "few samples"],
    ]);
  });
});
