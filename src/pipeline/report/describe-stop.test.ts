import { expect, test } from "vitest";
import { sampleAnalysis } from "../../../test/support/sample-analysis.ts";
import { sampleCertificate } from "../../../test/support/sample-certificate.ts";
import type { RunDocument } from "../../contract/run.ts";
import { describeStop, describeStopInFull, isPartial } from "./describe-stop.ts";

test.each<[RunDocument["state"], string | null, string | null]>([
  ["finished", null, null],
  ["interrupted", null, "it was interrupted"],
  ["interrupted", "interrupt", "it was interrupted"],
  ["stopped", "request", "it was stopped on request"],
  ["stopped", "objective:p95 < 1s", 'objective "p95 < 1s" stopped it'],
  ["stopped", "guard", "the guard stopped it"],
  ["stopped", "budget", "the cost ceiling stopped it"],
  ["stopped", "timeout", "the time limit stopped it"],
  ["finished", "engine", "the engine ended by itself"],
  ["stopped", "failure", "the agent failed"],
  ["interrupted", "crash", "the agent was killed, and what it had was recovered"],
  ["stopped", "somebody", "it was ended by somebody"],
])("%s by %s", (state, stoppedBy, wanted) => {
  expect(describeStop({ state, stoppedBy })).toBe(wanted);
});

test("the reason is that of the last attempt at the load", () => {
  const analysis = sampleAnalysis((document) => Object.assign(document, { state: "stopped", stoppedBy: "guard" }));
  const certificate = sampleCertificate(({ observed }) => {
    const [first] = observed.attempts;
    if (first === undefined) throw new Error("the sample has attempts");
    observed.attempts = [
      { ...first, text: "301 VUs are active" },
      { ...first, profile: "cleanup", text: "ran to its end" },
    ];
  });
  expect(describeStopInFull({ ...analysis, certificate })).toBe("the guard stopped it: 301 VUs are active");
  expect(describeStopInFull({ ...analysis, certificate: null })).toBe("the guard stopped it");
});

test("a run that came to its own end needs no reason", () => {
  expect(describeStopInFull(sampleAnalysis())).toBeNull();
});

test.each([
  ["PA_RUN_ENDED_EARLY", true],
  ["PA_RUN_RECOVERED", true],
  ["PA_ENGINE_RETRIED", false],
])("%s: only a part was run: %s", (code, wanted) => {
  expect(isPartial({ quality: { delivered: false, flags: [{ code, severity: "warn", text: "" }] } })).toBe(wanted);
});
