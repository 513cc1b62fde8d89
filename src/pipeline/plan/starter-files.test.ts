import { describe, expect, it } from "vitest";
import { planFields } from "../../contract/plan-document.ts";
import { previewLoad } from "./arithmetic.ts";
import { readDocument } from "./document-reader.ts";
import { starterFiles } from "./starter-files.ts";
import { testFiles, understandForTest } from "../../../test/support/understood-plan.ts";
import { filesOf } from "./understand-plan.ts";

const texts = Object.fromEntries(starterFiles().map(({ path, text }) => [path, text]));
const text = texts["plan.yaml"] ?? "";

describe("the starter files", () => {
  it("hold a plan that is understood without a warning, with the files it names", () => {
    const { plan, warnings } = understandForTest(text, { files: testFiles(texts) });
    expect(warnings).toEqual([]);
    expect(filesOf(text, "plan.yaml").filter((path) => texts[path] === undefined)).toEqual([]);
    expect(plan.target.baseUrl).toBe("http://127.0.0.1:8080");
  });

  it("stay within the limits of their own policy", () => {
    const preview = previewLoad(understandForTest(text, { files: testFiles(texts) }).plan);
    expect(preview.peakVus).toBeLessThanOrEqual(50);
    expect(preview.maxDurationMs).toBeLessThanOrEqual(600_000);
    expect(preview.writes?.count).toBeLessThanOrEqual(20_000);
    expect(preview.judged).not.toBeNull();
  });

  it("are documents of the right kinds", () => {
    const kinds = ["plan.yaml", "slo.yaml", "perf-agent.yaml"].map(
      (path) => readDocument(texts[path] ?? "", path).value,
    );
    expect(kinds).toMatchObject([{ kind: "TestPlan" }, { kind: "SloSet" }, { kind: "Policy" }]);
  });

  it("name every field of a plan, an endpoint, a data set, a scenario and an expectation", () => {
    const fields = [
      planFields.plan,
      planFields.endpoint,
      planFields.dataSet,
      planFields.scenario,
      planFields.extract,
      planFields.defaults,
    ].flat();
    expect(fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(text))).toEqual([]);
  });
});
