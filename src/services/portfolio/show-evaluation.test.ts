import { fileURLToPath } from "node:url";
import { describe, expect, it, test } from "vitest";
import { localDocuments } from "../../adapters/files/local-documents.ts";
import { publishedEvaluationSchema } from "../../contract/api/evaluation.ts";
import { readEvaluationPage } from "./read-evaluation-page.ts";
import { showEvaluation } from "./show-evaluation.ts";

const evaluationFile = fileURLToPath(new URL("../../../docs/evaluation.md", import.meta.url));

const page = `# Evaluation

## Not scored

- golden: no runs

## Against the bars

| measure | data | group | value | 95 % interval | cases | bar | standing |
| --- | --- | --- | --- | --- | --- | --- | --- |
| false-alarms | cloud-noise | long | 0.7 % | 0.3 % to 1.4 % | 8 of 1120 | at most 5 % | proven |

## What the measures mean

| measure | meaning |
| --- | --- |
| \`false-alarms\` | Accused for nothing. |

## What is claimed, and what not

- Claimed is what is \`proven\`,
  and nothing else.
- Data are public.
`;

describe("the published evaluation", () => {
  it("is read whole from the page that this version has", async () => {
    const evaluation = await showEvaluation({ documents: localDocuments("/"), evaluationFile });
    expect(publishedEvaluationSchema.parse(evaluation)).toEqual(evaluation);
    expect(evaluation.bars.length).toBeGreaterThan(20);
    expect(evaluation.claims.length).toBeGreaterThan(3);
    const explained = new Set(evaluation.measures.map(({ name }) => name));
    expect(evaluation.bars.filter(({ measure }) => !explained.has(measure))).toEqual([]);
  });

  it("has each row, item and meaning of the page", () => {
    expect(readEvaluationPage(page)).toEqual({
      notScored: ["golden: no runs"],
      bars: [
        {
          measure: "false-alarms",
          data: "cloud-noise",
          group: "long",
          value: "0.7 %",
          interval: "0.3 % to 1.4 %",
          cases: "8 of 1120",
          bar: "at most 5 %",
          standing: "proven",
        },
      ],
      measures: [{ name: "false-alarms", meaning: "Accused for nothing." }],
      claims: ["Claimed is what is proven, and nothing else.", "Data are public."],
    });
  });

  test.each([
    ["a row of another width", page.replace("| cloud-noise ", ""), /no row of bars/u],
    ["another standing", page.replace("proven |", "perhaps |"), /no row of bars/u],
    ["no table", page.replace("## Against the bars", "## Other"), /no table under "Against the bars"/u],
  ])("is refused with %s", (_, text, message) => {
    expect(() => readEvaluationPage(text)).toThrow(message);
  });
});
