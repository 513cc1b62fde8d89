import { assert, integer, property, string } from "fast-check";
import { describe, expect, it, test } from "vitest";
import { sampleAnalysis } from "../../../../test/support/sample-analysis.ts";
import type { RunProgress } from "../../../contract/run.ts";
import { drawProfile } from "./draw-profile.ts";
import { createLiveDisplay } from "./live-display.ts";
import { renderCompare } from "./render-compare.ts";
import { renderHeader } from "./render-header.ts";
import { renderMistakes, renderWarnings } from "./render-mistakes.ts";
import { renderProgress, renderProgressLine } from "./render-progress.ts";
import { renderRuns } from "./render-runs.ts";
import { renderTry } from "./render-try.ts";
import { renderFindings, renderVerdict } from "./render-verdict.ts";
import { cut, deafJson, deafToBuildServers, pad, paint, plain, widthOf, wrap } from "./terminal-text.ts";

const wide = { colour: false, columns: 140 };
const coloured = { colour: true, columns: 140 };
const escape = "\u001B";

const progress = (elapsedMs: number): RunProgress => ({
  elapsedMs,
  plannedMs: 600_000,
  vus: 130,
  requestsPerSecond: 243.2,
  p95Ms: 183,
  errorRate: 0.0002,
  scenarios: [
    { name: "browse", load: "200/s", p95Ms: 121, errorRate: 0, nearLimit: null },
    { name: "buy", load: "50 VUs", p95Ms: null, errorRate: null, nearLimit: "checkout 2 % under its limit" },
  ],
});

test("the verdict block tells the worst first, then endpoints, causes and the report", () => {
  const lines = renderVerdict(sampleAnalysis(), wide).split("\n");
  expect(lines[0]).toBe(
    "FAIL     p95 of checkout in buy is 449 ms, limit 400 ms (interval 438 to 461 ms; breached from 3m12s for 4m10s)",
  );
  expect(lines).toContain("browse    list-products    63,000   41 ms  86.1 ms   156 ms  0.00 %  +0.6 %");
  expect(lines).toContain("errors   16 x 503 on checkout in buy, first at 4m02s");
  expect(lines).toContain("verdict  fail (exit code 1)");
  expect(lines).toContain("report   report.html");
  expect(lines.at(-1)).toBe("");
});

test("quiet leaves the findings", () => {
  const text = renderFindings(sampleAnalysis(), wide);
  expect(text).toMatch(/^FAIL {5}/);
  expect(text).not.toContain("endpoint  ");
});

test("a run in which all is well says PASS", () => {
  const analysis = sampleAnalysis((document) => {
    document.verdict = "pass";
    document.objectives = document.objectives.filter(({ status }) => status === "met");
    Object.assign(document, {
      comparisons: [],
      findings: [],
      reasons: [],
      errors: [],
      quality: { delivered: true, flags: [] },
    });
    document.totals.failedRequests = 0;
  });
  expect(renderFindings(analysis, wide)).toBe("PASS     7 objectives met, no failed request\n");
});

test.each([40, 60, 80, 200])("nothing but words without a space is wider than %d columns", (columns) => {
  const text = renderVerdict(sampleAnalysis(), { colour: true, columns });
  for (const line of text.split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(columns);
});

test("without colours there is no escape character, with them there is", () => {
  expect(renderVerdict(sampleAnalysis(), wide)).not.toContain(escape);
  expect(renderVerdict(sampleAnalysis(), coloured)).toContain(`${escape}[31m`);
});

test("a name cannot move the cursor", () => {
  const evil = `x${escape}[2Jy\u009B1A\u202E\nz`;
  const analysis = sampleAnalysis((document) => {
    for (const endpoint of document.endpoints) endpoint.name = evil;
    for (const error of document.errors) error.value = evil;
    for (const objective of document.objectives) [objective.name, objective.text] = [evil, evil];
    document.plan.name = evil;
  });
  const texts = [
    renderVerdict(analysis, wide),
    renderCompare(analysis.document, analysis.document, wide),
    renderHeader({ plan: evil, environment: evil, seed: 1, engine: null, runId: evil }, wide),
    renderMistakes([{ code: "PA_USAGE", text: evil, file: evil }], wide),
  ];
  for (const text of texts) expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202E]/u);
});

test("progress has a bar, the totals and a line a scenario", () => {
  const lines = renderProgress(progress(341_000), wide);
  expect(lines[0]).toBe(
    "running  ██████████████░░░░░░░░░░  5m41s of 10m00s    130 VUs    243 req/s    last 10 s: p95 183 ms, errors 0.02 %",
  );
  expect(lines[1]).toBe("           browse    200/s    p95  121 ms   errors 0.00 %");
  expect(lines[2]).toBe("           buy      50 VUs    p95       –   errors –    checkout 2 % under its limit");
  for (const line of renderProgress(progress(341_000), { colour: true, columns: 50 })) {
    expect(widthOf(line)).toBeLessThanOrEqual(50);
  }
});

test("in a terminal the display redraws in place and goes away", () => {
  const written: string[] = [];
  const display = createLiveDisplay({
    write: (text) => void written.push(text),
    isTerminal: true,
    columns: () => 80,
    colour: false,
  });
  display.clear();
  display.show(progress(1000));
  display.show(progress(2000));
  display.clear();
  display.clear();
  expect(written).toHaveLength(3);
  expect(written[0]).not.toContain(escape);
  expect(written[1]?.startsWith(`${escape}[3A\r${escape}[J`)).toBe(true);
  expect(written[2]).toBe(`${escape}[3A\r${escape}[J`);
});

test("elsewhere it writes one line every ten seconds", () => {
  const written: string[] = [];
  const display = createLiveDisplay({
    write: (text) => void written.push(text),
    isTerminal: false,
    columns: () => 80,
    colour: false,
  });
  for (let second = 0; second <= 35; second++) display.show(progress(second * 1000 + 200));
  display.clear();
  expect(written.map((line) => line.slice(0, 14))).toEqual([
    "running  0m00s",
    "running  0m10s",
    "running  0m20s",
    "running  0m30s",
  ]);
  expect(written[0]).toBe(`${renderProgressLine(progress(200))}\n`);
});

test("mistakes say where, what and what to do", () => {
  const text = renderMistakes(
    [
      {
        code: "PA_PLAN_UNKNOWN_FIELD",
        text: '"exctract" is not a field.',
        file: "plan.yaml",
        line: 23,
        column: 14,
        remedy: "Fix.",
      },
      { code: "PA_PLAN_DUPLICATE", text: "twice.", file: "plan.yaml", line: 31, column: 9, remedy: "Fix." },
    ],
    wide,
  );
  expect(text).toBe(
    [
      'plan.yaml:23:14  PA_PLAN_UNKNOWN_FIELD  "exctract" is not a field.',
      "plan.yaml:31:9   PA_PLAN_DUPLICATE      twice.",
      "                 Fix.",
      "2 mistakes. Nothing was run.",
      "",
    ].join("\n"),
  );
});

test("an error that came after the start does not claim that nothing was run", () => {
  expect(renderMistakes([{ code: "PA_WRITE_FAILED", text: "disk full" }], wide)).not.toContain("Nothing was run");
  expect(renderMistakes([], wide)).toBe("");
  expect(renderWarnings([{ code: "PA_PLAN_UNUSED", text: "unused" }], wide)).toMatch(/^PA_PLAN_UNUSED {2}unused\n/);
});

test("a try shows request, answer, expectations and values", () => {
  const text = renderTry(
    [
      { kind: "row", scenario: "buy", dataSet: "users", row: 0, values: { name: "ana", password: "***" } },
      {
        kind: "request",
        scenario: "buy",
        endpoint: "login",
        method: "POST",
        url: "http://127.0.0.1/api/login",
        requestHeaders: { "x-api-key": "***" },
        requestBody: "{}",
        status: 200,
        error: null,
        responseHeaders: {},
        responseBody: null,
        responseBytes: 14,
        durationMs: 12.3,
        expectations: [{ text: "contains token", held: false }],
        extracted: [{ name: "token", value: "t1", found: true }],
        failed: true,
      },
      { kind: "think", scenario: "buy", ms: 1200 },
      { kind: "end", scenario: "buy", failed: true },
    ],
    wide,
  );
  expect(text.split("\n")).toEqual([
    "buy",
    '  row      users 1: name="ana" password="***"',
    "  failed  login  POST http://127.0.0.1/api/login  → 200  12.3 ms  14 B",
    "      > x-api-key: ***",
    "      > {}",
    "      ✗ contains token",
    '      = token: "t1"',
    "  think    1.2s",
    "  ended by a failed request",
    "",
  ]);
});

test("runs are listed, and an empty list says what to do", () => {
  expect(renderRuns([], wide)).toContain("perf-agent run");
  const run = {
    runId: "r1",
    startedAt: 1_795_356_153_120,
    finishedAt: null,
    service: "s",
    environment: "perf",
    planName: "p",
    state: "finished",
  };
  const text = renderRuns([{ ...run, verdict: "fail", fingerprint: "", directory: "", tags: {}, reason: null }], wide);
  expect(text.split("\n")[1]).toBe("r1   2026-11-22 14:02:33 UTC  p     perf         finished  fail");
});

test("a comparison of two runs shows what differs", () => {
  const before = sampleAnalysis((document) => {
    document.plan.seed = 7;
    document.endpoints = document.endpoints.slice(1);
    for (const objective of document.objectives) if (objective.severity === "fail") objective.status = "met";
  }).document;
  const lines = renderCompare(before, sampleAnalysis().document, wide).split("\n");
  expect(lines.find((line) => line.startsWith("seed"))).toMatch(/7 +20261122 +differs/);
  expect(lines.find((line) => line.startsWith("engine"))).not.toContain("differs");
  expect(lines.find((line) => line.includes("list-products"))).toContain("new");
  expect(lines).toContain("p95 of checkout in buy < 400ms  met     breached");
});

test("a profile keeps ramps, plateaus and short spikes", () => {
  const points = [
    [0, 0],
    [50, 0],
    [50, 100],
    [51, 100],
    [51, 0],
    [100, 0],
  ].map(([atMs = 0, value = 0]) => ({ atMs, value }));
  const [row = ""] = drawProfile(points, 10, 1);
  expect(row).toHaveLength(10);
  expect(row).toContain("█");
  const ramp =
    drawProfile(
      [
        { atMs: 0, value: 0 },
        { atMs: 100, value: 8 },
      ],
      8,
      1,
    )[0] ?? "";
  expect(Array.from(ramp).toSorted().join("")).toBe(ramp);
  expect(drawProfile([], 5, 2)).toEqual(["     ", "     "]);
});

test("cut, pad and wrap keep to their widths, colours or not", () => {
  assert(
    property(string({ unit: "grapheme" }), integer({ min: 1, max: 40 }), (raw, columns) => {
      const text = plain(raw);
      expect(widthOf(cut(text, columns))).toBeLessThanOrEqual(Math.max(columns, 1));
      expect(widthOf(cut(paint(text, ["red", "bold"], coloured), columns))).toBeLessThanOrEqual(Math.max(columns, 1));
      expect(widthOf(pad(text, columns))).toBeGreaterThanOrEqual(columns);
      expect(wrap(text, columns).join(" ")).toBe(text);
    }),
  );
});

describe("what build servers must not hear", () => {
  it.each([
    ["::error::it broke", ": :error::it broke"],
    ["  ::set-output name=a::b", "  : :set-output name=a::b"],
    ["fine\n::error::x\nfine", "fine\n: :error::x\nfine"],
    ["x ##vso[task.setvariable variable=a]b", "x # #vso[task.setvariable variable=a]b"],
    ["##[error]x", "# #[error]x"],
    ["##teamcity[buildStatus status='SUCCESS']", "# #teamcity[buildStatus status='SUCCESS']"],
    ["## heading", "## heading"],
    ["a::b and c", "a::b and c"],
  ])("%j", (text, told) => {
    expect(deafToBuildServers(text)).toBe(told);
  });

  it("keeps values of JSON what they are", () => {
    const value = { text: "##vso[x] ##[y] \u009B2J \u007F é" };
    const json = deafJson(JSON.stringify(value));
    expect(JSON.parse(json)).toEqual(value);
    expect(json).not.toMatch(/##vso|##\[|[\u007F-\u009F]/u);
    expect(json).toContain("é");
  });
});
