import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { sampleAnalysis } from "../../../test/support/sample-analysis.ts";
import { sampleCertificate } from "../../../test/support/sample-certificate.ts";
import type { Certificate } from "../../contract/certificate.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import { runDocumentSchema } from "../../contract/run.ts";
import { explainVerdict } from "./advise-next.ts";
import { renderJunit } from "./render-junit.ts";
import { renderMarkdown } from "./render-markdown.ts";
import { writeDocument } from "./write-json.ts";

const countOf = (text: string, part: RegExp): number => [...text.matchAll(part)].length;

test("JUnit: counts add up and say what fails a build", () => {
  const xml = renderJunit(sampleAnalysis());
  expect(xml).toContain('tests="17" failures="1" errors="1" skipped="1"');
  expect(countOf(xml, /<testcase /g)).toBe(17);
  expect(countOf(xml, /<failure /g)).toBe(1);
  expect(countOf(xml, /<error /g)).toBe(1);
  expect(countOf(xml, /<skipped /g)).toBe(1);
  expect(xml).toContain('classname="perf.buy" name="p95 of checkout in buy &lt; 400ms" time="0.449"><failure');
  expect(xml).toContain('<property name="run" value="20261122-140233-checkout-peak-7f3a"/>');
});

test("JUnit: a breach of severity warn passes with a remark", () => {
  const xml = renderJunit(sampleAnalysis());
  expect(xml).toMatch(/name="p95 of photo &lt; 350ms" time="0\.361"><system-out>warning: /);
});

test("a score that fails is a failure in JUnit and no regression in words", () => {
  const analysis = sampleAnalysis((document) => {
    document.verdict = "fail";
    document.objectives = [];
    document.comparisons = [];
    document.findings = [];
    document.score = { result: "fail", percent: 40, passPercent: 90, warningPercent: 75, objectives: [] };
  });
  expect(renderJunit(analysis)).toContain('failures="1"');
  expect(explainVerdict(analysis)).not.toContain("change for the worse");
});

test("JUnit: in an invalid run nothing was judged", () => {
  const xml = renderJunit(
    sampleAnalysis((document) => {
      document.verdict = "invalid";
      document.quality.flags = [{ code: "PA_ENGINE_SCRIPT", severity: "invalid-generator", text: "the script threw" }];
    }),
  );
  expect(xml).toContain('failures="0"');
  expect(xml).toContain('name="the run is valid" time="0.000"><error message="the script threw" type="validity">');
  expect(xml).toContain("not judged, the run is invalid: p95 of checkout in buy");
});

test("JUnit: names are unique, and what XML cannot hold is replaced", () => {
  const xml = renderJunit(
    sampleAnalysis((document) => {
      for (const objective of document.objectives) [objective.name, objective.scenario] = [`a\u0000<b>"&'\uD800`, null];
    }),
  );
  const names = [...xml.matchAll(/<testcase (classname="[^"]*" name="[^"]*")/g)].map(([, name]) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(xml).toContain("a\uFFFD&lt;b&gt;&quot;&amp;'\uFFFD (2)");
  expect(xml).not.toContain("\u0000");
});

const withoutRetry = ({ observed }: Certificate): void => void observed.attempts.pop();
const reduced = ({ observed }: Certificate): void => {
  const [first] = observed.attempts;
  if (first === undefined) throw new Error("the sample has attempts");
  observed.attempts.push({ ...first, profile: "reduced", share: 0.5 }, { ...first, profile: "cleanup" });
};

test.each<[string, (certificate: Certificate) => void, string | null, string[]]>([
  ["one attempt", withoutRetry, null, []],
  ["one attempt that was stopped", withoutRetry, "guard", ["stoppedBy=guard"]],
  ["a reduced load and its clean-up", reduced, null, ["attempts=3", "reducedTo=0.5"]],
])("JUnit: properties tell the course of %s", (_, change, stoppedBy, wanted) => {
  const analysis = sampleAnalysis((document) => void (document.stoppedBy = stoppedBy));
  const xml = renderJunit({ ...analysis, certificate: sampleCertificate(change) });
  const found = [...xml.matchAll(/name="(stoppedBy|attempts|reducedTo)" value="([^"]*)"/g)];
  expect(found.map(([, name, value]) => `${name}=${value}`)).toEqual(wanted);
  expect(renderJunit({ ...analysis, certificate: null })).not.toContain('name="attempts"');
});

test("Markdown: the certificate is folded away, whole, and stays text", () => {
  const certificate = sampleCertificate(({ observed, caveats }) => {
    observed.peakVus = 301;
    caveats.push("a | b <img src=x>");
  });
  const text = renderMarkdown({ ...sampleAnalysis(), certificate });
  expect(text).toContain("<summary>Safety</summary>");
  expect(text).toContain("| Virtual users | 300 | 🔴 301 |");
  expect(text).toContain("| 1 | all of it | 45s | the engine died: killed by SIGSEGV |");
  expect(countOf(text, /\((?:engine|system|review|watch): /g)).toBe(certificate.enforced.length);
  expect(countOf(text, /^- [🟢🟡🔴] /gmu)).toBeGreaterThanOrEqual(certificate.decisions.length);
  expect(text).toContain("- a \\| b &lt;img src=x&gt;");
  expect(renderMarkdown({ ...sampleAnalysis(), certificate: null })).not.toContain("Safety");
});

test("Markdown: a run that was stopped says by whom in its first sentence", () => {
  const text = renderMarkdown(
    sampleAnalysis((document) => Object.assign(document, { state: "stopped", stoppedBy: "objective:a|b" })),
  );
  expect(text).toContain('The run ended early: objective "a\\|b" stopped it.');
});

test("Markdown: the verdict heads it, the worst follows, tables are folded", () => {
  const text = renderMarkdown(sampleAnalysis());
  expect(text.split("\n")[0]).toBe("## 🔴 fail: checkout-peak on perf");
  const bullets = text.split("\n").filter((line) => line.startsWith("- "));
  expect(bullets[0]).toBe(
    "- 🔴 **fail** p95 of checkout in buy is 449 ms, limit 400 ms (interval 438 to 461 ms; breached from 3m12s for 4m10s)",
  );
  expect(countOf(text, /<details/g)).toBe(countOf(text, /<\/details>/g));
  expect(text).toContain("| list-products in browse | 63,000 | 0.00 % | 41 ms |");
});

test("Markdown: what a plan or a target says stays text", () => {
  const hostile = "a|b `c` *d* [e](https://evil.test) <img src=x> @team #12 \n## x";
  const text = renderMarkdown(
    sampleAnalysis((document) => {
      document.plan.name = hostile;
      for (const error of document.errors) error.value = hostile;
      for (const endpoint of document.endpoints) endpoint.name = hostile;
    }),
  );
  expect(text).not.toMatch(/<img|https:\/\/|@team|#12|\n## x|[^\\]\|b|[^\\]`c|[^\\]\[e/);
});

test("Markdown: a thousand endpoints still fit in a comment", () => {
  const text = renderMarkdown(
    sampleAnalysis((document) => {
      const [one] = document.endpoints;
      if (one === undefined) throw new Error("the sample has endpoints");
      document.endpoints = Array.from({ length: 1000 }, (_, index) => ({ ...one, name: `endpoint-${index}` }));
      const [objective] = document.objectives;
      if (objective === undefined) throw new Error("the sample has objectives");
      document.objectives = Array.from({ length: 300 }, (_, index) => ({
        ...objective,
        name: `o${index}`,
        text: `p95 of e${index} < 1ms`,
      }));
    }),
  );
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain("… and 940 more in the HTML report.");
});

test("JSON: equal bytes whatever the order of keys, and it reads back", () => {
  const { document } = sampleAnalysis();
  const shuffled = Object.fromEntries(Object.entries(document).toReversed());
  const tags = { commit: "9f31c2e", team: "shop" };
  const written = writeDocument(document);
  expect(writeDocument(runDocumentSchema.parse({ ...shuffled, tags }))).toBe(written);
  expect(runDocumentSchema.parse(JSON.parse(written))).toEqual(document);
  expect(written.endsWith("}\n")).toBe(true);
  expect(written.indexOf('"schemaVersion"')).toBe(4);
});

test("JSON: a document with a number that JSON lacks is refused, not written as null", () => {
  const { document } = sampleAnalysis((changed) => void (changed.totals.requests = Number.NaN));
  expect(() => writeDocument(document)).toThrow(PerfAgentError);
});

test("JSON: the example of its documentation is such a document", () => {
  const page = readFileSync(new URL("../../../docs/formats/run-document.md", import.meta.url), "utf8");
  const [, example = ""] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const document = runDocumentSchema.parse(JSON.parse(example));
  expect(JSON.stringify(JSON.parse(writeDocument(document)))).toBe(JSON.stringify(JSON.parse(example)));
});
