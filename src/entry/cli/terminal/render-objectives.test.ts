import { expect, test } from "vitest";
import type { UnderstoodObjective } from "../../../contract/command-documents.ts";
import { renderObjectives } from "./render-objectives.ts";

const wide = { colour: false, columns: 140 };
const objective: UnderstoodObjective = {
  name: "p95 of checkout < 400ms",
  text: "p95 of checkout < 400ms",
  dialect: "short form",
  file: "slo.yaml",
  line: 5,
  note: null,
  severity: "fail",
  stop: false,
};

test("each objective shows how it was understood, where it stands and what a breach does", () => {
  const text = renderObjectives(
    [
      objective,
      { ...objective, name: "too\u001Bslow", dialect: "Taurus", severity: "warn", stop: true, note: "it is stricter" },
      { ...objective, dialect: "Keptn", severity: "points" },
      { ...objective, dialect: "platform default", file: null, line: null },
    ],
    wide,
  );
  expect(text).toBe(`judged   p95 of checkout < 400ms  (short form, slo.yaml:5)
         "too\uFFFDslow": p95 of checkout < 400ms  (warns; stops the run; Taurus, slo.yaml:5)
         it is stricter
         p95 of checkout < 400ms  (earns points; Keptn, slo.yaml:5)
         p95 of checkout < 400ms  (platform default)
`);
  expect(renderObjectives([], wide)).toBe("");
});
