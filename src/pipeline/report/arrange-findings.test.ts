import { expect, test } from "vitest";
import type { RunDocument } from "../../contract/run.ts";
import { sampleAnalysis } from "../../../test/support/sample-analysis.ts";
import { adviseNext } from "./advise-next.ts";
import { arrangeFindings } from "./arrange-findings.ts";

test("the worst stands first, what is fine last, nothing twice", () => {
  const findings = arrangeFindings(sampleAnalysis());
  expect(findings.map(({ level }) => level)).toEqual(["fail", "open", "warn", "warn", "warn", "note", "note", "ok"]);
  expect(findings[0]?.text).toContain("p95 of checkout in buy is 449 ms");
  expect(findings.at(-1)?.text).toBe("7 other objectives met, 3 endpoints unchanged");
  expect(new Set(findings.map(({ text }) => text)).size).toBe(findings.length);
});

test("of two breaches the larger one leads", () => {
  const { document } = sampleAnalysis();
  const [first] = document.objectives;
  if (first === undefined) throw new Error("the sample has objectives");
  const worse = { ...first, name: "p95 of cart < 100ms", text: "p95 of cart < 100ms", observed: 300, limit: 100 };
  const analysis = sampleAnalysis((changed) => void (changed.objectives = [first, worse]));
  expect(arrangeFindings(analysis).map(({ text }) => text.slice(0, 11))).toEqual(
    expect.arrayContaining(["p95 of cart", "p95 of chec"]),
  );
  expect(arrangeFindings(analysis)[0]?.text).toMatch(/^p95 of cart/);
});

const plain = (change: (document: RunDocument) => void) =>
  sampleAnalysis((document) => {
    Object.assign(document, {
      budgets: [],
      verdict: "pass",
      objectives: [],
      comparisons: [],
      findings: [],
      reasons: [],
      errors: [],
    });
    document.quality = { delivered: true, flags: [] };
    change(document);
  });

test("a generator's fault comes before breaches, undelivered load after them", () => {
  const analysis = sampleAnalysis((document) => {
    document.quality.flags = [
      { code: "PA_LOAD_NOT_DELIVERED", severity: "invalid-load", text: "dropped" },
      { code: "PA_ENGINE_SCRIPT", severity: "invalid-generator", text: "threw" },
    ];
  });
  const texts = arrangeFindings(analysis).map(({ text }) => text);
  expect(texts[0]).toBe("threw");
  expect(texts.indexOf("dropped")).toBeGreaterThan(
    texts.findIndex((text) => text.startsWith("p95 of checkout in buy is 449")),
  );
});

test("reasons that nothing else tells are told, and flags are not told twice", () => {
  const findings = arrangeFindings(
    plain((document) => {
      document.quality.flags = [{ code: "PA_SAMPLES_CUT", severity: "warn", text: "cut" }];
      document.reasons = [
        { code: "PA_SLO_DEFAULTS", text: "defaults stood in", evidence: [] },
        { code: "PA_SAMPLES_CUT", text: "cut", evidence: [] },
        { code: "PA_SLO_MET", text: "all met", evidence: [] },
        { code: "PA_COMPARISON_INCONCLUSIVE", text: "no conclusion", evidence: [] },
      ];
    }),
  );
  expect(findings.map(({ level, text }) => `${level} ${text}`)).toEqual([
    "open no conclusion",
    "warn cut",
    "warn defaults stood in",
  ]);
});

test("of provisional changes only the large ones are told, three at most", () => {
  const findings = arrangeFindings(
    plain((document) => {
      document.comparisons = [0.01, 0.06, -0.3, 0.1, 0.2].map((effect, index) => ({
        endpoint: `e${index}`,
        scenario: "s",
        statistic: "p95",
        status: "provisional",
        before: 100,
        after: 100 + effect * 100,
        unit: "ms",
        effect,
        interval: null,
        p: null,
        mde: null,
        baselineRuns: 1,
        pAdjusted: null,
        primary: true,
        needs: null,
        notes: [],
        accepted: null,
      }));
    }),
  );
  const notes = findings.filter(({ level }) => level === "note").map(({ text }) => text.slice(0, 9));
  expect(notes).toEqual(["p95 of e2", "p95 of e4", "p95 of e3"]);
});

test("an invalid run says nothing is fine", () => {
  expect(
    arrangeFindings(sampleAnalysis((document) => void (document.verdict = "invalid"))).some(
      ({ level }) => level === "ok",
    ),
  ).toBe(false);
});

test("advice follows from what was found", () => {
  expect(adviseNext(sampleAnalysis())[0]).toContain("Look at checkout in buy first, from 3m12s");
  expect(adviseNext(plain(() => {}))).toEqual(["Nothing: the run may enter the baseline."]);
  const invalid = plain((document) => {
    document.verdict = "invalid";
    document.quality.flags = [{ code: "PA_LOAD_NOT_DELIVERED", severity: "invalid-load", text: "dropped" }];
  });
  expect(adviseNext(invalid)[0]).toContain("Raise maxVus");
});

const regression = (
  status: RunDocument["findings"][number]["status"],
  advisory: boolean,
  kind: RunDocument["findings"][number]["kind"] = "regression",
): RunDocument["findings"][number] => ({
  kind,
  status,
  scope: "endpoint",
  text: "it moved",
  series: [],
  effect: 0.2,
  advisory,
});

test.each([
  ["a confirmed regression", regression("regression-confirmed", false), "fail"],
  ["a confirmed one where the noise is not known", regression("regression-confirmed", true), "warn"],
  ["a suspected one", regression("regression-suspected", false), "warn"],
  ["a suspected one that was accepted", regression("regression-suspected", true), "note"],
  ["an improvement", regression("improved", false, "improvement"), "note"],
  ["drift since the anchor", regression("no-regression", false, "drift"), "note"],
])("%s is told once, at its level", (_, finding, level) => {
  const findings = arrangeFindings(plain((document) => void (document.findings = [finding])));
  expect(findings.filter(({ text }) => text === "it moved").map((one) => one.level)).toEqual([level]);
});

test.each([
  ["pass", "note"],
  ["warning", "warn"],
  ["fail", "fail"],
] as const)("a score that is %s says which objective decided alone", (result, level) => {
  const objective = {
    name: "p95",
    result: "fail" as const,
    points: 0,
    weight: 2,
    keySli: true,
    observed: 900,
    criteria: [],
  };
  const score = { result, percent: 66.666, passPercent: 90, warningPercent: 75, objectives: [objective] };
  const findings = arrangeFindings(plain((document) => void (document.score = { ...score, objectives: [objective] })));
  expect(findings[0]).toEqual({
    level,
    text: `the score is 66.7 % of the points: ${result} (pass from 90 %, warning from 75 %; p95 decides alone)`,
  });
});

test("a budget that burns too fast is told, one that does not is not", () => {
  const [sample] = sampleAnalysis().document.budgets;
  if (sample === undefined) throw new Error("the sample has a budget");
  const fast = { ...sample, objective: "checks", burnRate: 5, observed: 0.005, exhaustedAfterMs: 6 * 86_400_000 };
  const findings = arrangeFindings(plain((document) => void (document.budgets = [sample, fast])));
  expect(findings.map(({ text }) => text)).toEqual([
    "checks burns its budget of 28 days 5 times too fast: nothing is left after 6 days (0.50 % bad, 0.10 % allowed)",
  ]);
});
