import { describe, expect, it, test } from "vitest";
import { sampleAnalysis } from "../../../test/support/sample-analysis.ts";
import type { Analysis, RunDocument } from "../../contract/run.ts";
import { recommend } from "./recommend.ts";

const textsOf = (analysis: Analysis): string[] => recommend(analysis).map(({ text }) => text);

/** A run in which nothing is to be done. */
function clean(document: RunDocument): void {
  document.verdict = "pass";
  document.reasons = [];
  document.objectives = [];
  document.comparisons = [];
  document.findings = [];
  document.budgets = [];
  document.quality.flags = [];
}

describe("recommend", () => {
  it("says first what failed the run, where it began and where the time went", () => {
    const analysis = sampleAnalysis();
    const explained = { ...analysis, explanations: ["81 % of the time of checkout in buy is waiting for the server"] };
    expect(textsOf(explained)[0]).toBe(
      "Look at checkout in buy first, from 3m12s after the start on (now 449 ms, limit 400 ms): 81 % of the time of checkout in buy is waiting for the server.",
    );
  });

  it("asks for a second run where an interval holds the limit, and for load where there was none", () => {
    const texts = textsOf(sampleAnalysis());
    expect(texts).toContain('Run again before acting on "p95 of photo < 350ms": its interval holds the limit.');
    expect(texts.find((text) => text.includes("renew"))).toMatch(/^Give renew load in the judged part, or take/u);
  });

  it("cites the evidence that stands behind it, and nothing else", () => {
    const analysis = sampleAnalysis();
    const [breached] = analysis.document.objectives;
    if (breached === undefined) throw new TypeError("the sample has a breach");
    const { endpoint, scenario, limit, status } = breached;
    const fact = { id: "e9", kind: "objective", text: "", values: { endpoint, scenario, limit, status } };
    const other = { ...fact, id: "e10", values: { ...fact.values, limit: 1 } };
    const [first] = recommend({ ...analysis, evidence: [other, fact] });
    expect(first?.evidence).toEqual(["e9"]);
  });

  it("gives each the same id whenever the same run is asked about, and no id twice", () => {
    const [once, again] = [recommend(sampleAnalysis()), recommend(sampleAnalysis())];
    expect(again).toEqual(once);
    const ids = once.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^c-[0-9a-f]{8}$/u);
  });

  it("leaves a clean run alone", () => {
    expect(textsOf(sampleAnalysis(clean))).toEqual([]);
  });

  test.each<[string, (document: RunDocument) => void, RegExp]>([
    [
      "how an untrusted run is mended",
      ({ quality }) => {
        quality.flags = [
          {
            code: "PA_GENERATOR_SATURATED",
            severity: "invalid-generator",
            text: "the generator used 99 % of its cores",
          },
        ];
      },
      /^Lower the load, .* \(the generator used 99 % of its cores\)$/u,
    ],
    [
      "which commits to compare",
      (document) => {
        document.findings = [finding("regression", "regression-confirmed")];
      },
      /^Compare commit 9f31c2e with that of the newest baseline run for checkout in buy: p95 rose\.$/u,
    ],
    [
      "to look once more at what is only suspected",
      (document) => {
        document.findings = [finding("regression", "regression-suspected")];
      },
      /^Run once more on an unchanged target before acting on checkout in buy/u,
    ],
    [
      "where slow drift began",
      (document) => {
        document.findings = [finding("drift", "no-regression")];
      },
      /^Look at the history of checkout in buy for the onset/u,
    ],
    [
      "how much load the service bears",
      (document) => {
        document.capacity = {
          steps: [
            {
              fromMs: 0,
              toMs: 1,
              offered: 10,
              unit: "per-second",
              throughput: 10,
              p50: 1,
              p95: 1,
              errorRate: 0,
              apdex: null,
            },
          ],
          apdexToleratedMs: 100,
          knee: { offered: 240, interval: [220, 260] },
          kneeText: "",
          usl: null,
        };
      },
      /^Plan for less than 220\/s: latency rises out of proportion from about 240\/s on\.$/u,
    ],
    [
      "how many more runs a judgement needs",
      (document) => {
        if (document.baseline !== null) document.baseline.runs = 3;
      },
      /^Run the plan 2 more times on builds that are known to be good: 3 comparable runs so far/u,
    ],
    [
      "to calibrate",
      (document) => {
        if (document.baseline !== null) document.baseline.calibrated = false;
      },
      /^Calibrate the environment/u,
    ],
    [
      "to hold the load",
      (document) => {
        document.judged = null;
      },
      /^Let every scenario hold its level for a while/u,
    ],
  ])("says %s", (_, change, expected) => {
    const texts = textsOf(
      sampleAnalysis((document) => {
        clean(document);
        change(document);
      }),
    );
    expect(texts).toEqual([expect.stringMatching(expected)]);
  });

  it("says once what several warnings ask for, and nothing where there is nothing to do", () => {
    const texts = textsOf(
      sampleAnalysis((document) => {
        clean(document);
        document.quality.flags = [
          fewSamples("p95 rests on 9 samples"),
          fewSamples("p99 rests on 9 samples"),
          { code: "PA_JUDGED_PART", severity: "warn", text: "nothing was cut" },
        ];
      }),
    );
    expect(texts).toEqual([
      "Run longer or with more load, or judge a lower percentile. (p95 rests on 9 samples; p99 rests on 9 samples)",
    ]);
  });

  it("says nothing of a regression that somebody accepted", () => {
    const texts = textsOf(
      sampleAnalysis((document) => {
        const [comparison] = document.comparisons;
        clean(document);
        if (comparison === undefined) throw new TypeError("the sample has comparisons");
        document.comparisons = [{ ...comparison, accepted: "r1" }];
        document.findings = [finding("regression", "regression-confirmed")];
      }),
    );
    expect(texts).toEqual([]);
  });
});

function fewSamples(text: string): RunDocument["quality"]["flags"][number] {
  return { code: "PA_SAMPLES_FEW", severity: "warn", text };
}

function finding(
  kind: RunDocument["findings"][number]["kind"],
  status: RunDocument["findings"][number]["status"],
): RunDocument["findings"][number] {
  return {
    kind,
    status,
    scope: "endpoint",
    text: "p95 rose",
    series: [{ scenario: "buy", endpoint: "checkout", statistic: "p95" }],
    effect: 0.2,
    advisory: false,
  };
}
