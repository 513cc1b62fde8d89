import { expect, test } from "vitest";
import { verdictNames } from "../../contract/verdict-name.ts";
import { sampleAnalysis } from "../../../test/support/sample-analysis.ts";
import { sampleCertificate } from "../../../test/support/sample-certificate.ts";
import { renderHtml } from "./render-html.ts";

const hostile = `<script>alert("1")</script><img src=x onerror='y'>`;

test("the same analysis gives the same bytes", () => {
  expect(renderHtml(sampleAnalysis())).toBe(renderHtml(sampleAnalysis()));
});

test("nothing that a plan, a target or an engine says becomes markup", () => {
  const analysis = sampleAnalysis((document) => {
    document.plan.name = hostile;
    document.service = hostile;
    document.environment = hostile;
    document.directory = hostile;
    document.tags = { [hostile]: hostile };
    for (const endpoint of document.endpoints) endpoint.name = hostile;
    for (const scenario of document.scenarios) scenario.name = hostile;
    for (const error of document.errors) error.value = hostile;
    for (const objective of document.objectives) {
      objective.name = hostile;
      objective.text = hostile;
      objective.endpoint = hostile;
    }
    for (const comparison of document.comparisons) comparison.endpoint = hostile;
    for (const flag of document.quality.flags) [flag.text, flag.code] = [hostile, hostile];
  });
  const certificate = sampleCertificate(({ allowed, observed, enforced, decisions }) => {
    Object.assign(allowed, { environment: hostile, pins: { [hostile]: hostile }, sockets: [hostile] });
    allowed.review = { sha256: hostile, approvals: [{ by: hostile, at: hostile, key: null }] };
    observed.connections = { peak: 1, sockets: [hostile] };
    for (const rule of enforced) Object.assign(rule, { what: hostile, how: hostile });
    for (const reason of decisions) Object.assign(reason, { text: hostile, code: hostile });
    for (const attempt of observed.attempts) attempt.text = hostile;
  });
  const text = renderHtml({
    ...analysis,
    certificate: { ...certificate, caveats: [hostile] },
    counterfactuals: [hostile],
    explanations: [hostile],
    warnings: [hostile],
    evidence: [{ id: hostile, kind: hostile, text: hostile, values: { [hostile]: hostile } }],
    charts: analysis.charts.map((chart) => ({
      ...chart,
      title: hostile,
      id: hostile,
      x: chart.kind === "stacked-bars" ? chart.x.map(() => hostile) : chart.x,
      series: chart.series.map((series) => ({ ...series, name: hostile })),
      limits: chart.limits.map((limit) => ({ ...limit, label: hostile })),
    })),
  });
  expect(text).not.toMatch(/<script|<img|onerror='/i);
  expect(text).toContain("&lt;script&gt;");
});

test("the page asks nobody for anything and runs no script", () => {
  const text = renderHtml(sampleAnalysis());
  expect(text).toContain("default-src 'none'");
  expect(text).not.toMatch(/<script|<link|@import|src="|(?<!xmlns=")https?:\/\//);
  for (const [, target] of text.matchAll(/href="([^"]*)"/g)) {
    expect(target).toMatch(/^#/);
    expect(text).toContain(`id="${target?.slice(1) ?? ""}"`);
  }
});

test("verdict and worst finding come before tables and charts", () => {
  const text = renderHtml(sampleAnalysis());
  const places = [
    'class="chip big fail"',
    "p95 of checkout in buy is 449 ms, limit 400 ms",
    "What changed",
    "What to do",
    'id="objectives"',
    'id="charts"',
  ].map((part) => text.indexOf(part));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(places[0]).toBeGreaterThan(0);
});

test("the safety section tells every rule, decision, attempt and caveat of the certificate", () => {
  const analysis = sampleAnalysis();
  const text = renderHtml(analysis);
  const { certificate } = analysis;
  if (certificate === null) throw new Error("the sample has a certificate");
  const sentences = [
    ...certificate.enforced.flatMap(({ what, how }) => [what, how]),
    ...certificate.decisions.map((reason) => reason.text),
    ...certificate.caveats,
    ...certificate.observed.attempts.map((attempt) => attempt.text),
  ];
  for (const sentence of sentences) expect(text).toContain(sentence.replaceAll("'", "&#39;").replaceAll('"', "&quot;"));
  expect(text).toContain('href="#safety"');
});

test("a run that nobody guarded has no safety section and no way to it", () => {
  const text = renderHtml({ ...sampleAnalysis(), certificate: null });
  expect(text).not.toContain("afety");
});

test("what is beyond its limit stands out", () => {
  const certificate = sampleCertificate(({ observed }) => void (observed.peakVus = 301));
  expect(renderHtml({ ...sampleAnalysis(), certificate })).toContain('<span class="hot">301</span>');
  expect(renderHtml(sampleAnalysis())).toContain('<span class="">130</span>');
});

test("a run that was stopped says so first, and that only a part is judged", () => {
  const text = renderHtml(
    sampleAnalysis((document) => {
      Object.assign(document, { state: "stopped", stoppedBy: "budget" });
      document.quality.flags.push({ code: "PA_RUN_ENDED_EARLY", severity: "invalid-load", text: "early" });
    }),
  );
  expect(text).toContain("The run ended early: the cost ceiling stopped it.");
  expect(text).toContain("over what was run of the judged part");
  expect(text).toContain("stopped: the cost ceiling stopped it");
});

test.each([
  [0, 10, "–"],
  [0, 0, "0"],
  [3, 10, "3"],
])("users that the engine never told of are not shown as none: %i with %i requests", (peakVus, requests, wanted) => {
  const text = renderHtml(sampleAnalysis(({ totals }) => Object.assign(totals, { peakVus, requests })));
  expect(/Peak virtual users<\/dt>\s*<dd class="">([^<]*)</.exec(text)?.[1]).toBe(wanted);
});

test.each(verdictNames)("shows a run whose verdict is %s and that has nothing else", (verdict) => {
  const analysis = sampleAnalysis((document) => {
    Object.assign(document, { verdict, judged: null, finishedAt: null, endpoints: [], scenarios: [], errors: [] });
    Object.assign(document, { objectives: [], comparisons: [], reasons: [], quality: { delivered: false, flags: [] } });
    Object.assign(document.totals, { requests: 0, failedRequests: 0, durationMs: 0 });
  });
  const text = renderHtml({ ...analysis, charts: [], evidence: [], explanations: [], counterfactuals: [] });
  expect(text).toContain(`<span class="chip big ${verdict}">${verdict}</span>`);
  expect(text).not.toMatch(/NaN|undefined|Infinity|null/);
});
