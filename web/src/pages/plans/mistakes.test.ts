import { describe, expect, it } from "vitest";
import { marksOf, placedMistakes } from "./mistakes.ts";

const mistake = (file: string | null, line: number | null) => ({
  code: "PA_PLAN_UNKNOWN_FIELD",
  file,
  line,
  column: 3,
  text: "what",
  remedy: "do this",
});

describe("mistakes of a draft", () => {
  const placed = placedMistakes({
    errors: [mistake("plan.yaml", 2), mistake("slo/slo.yaml", 1)],
    warnings: [mistake(null, null)],
  });

  it("are in the file whose tab shows it", () => {
    expect(placed.map(({ file, severity }) => [file, severity])).toEqual([
      ["plan.yaml", "error"],
      ["slo.yaml", "error"],
      [null, "warning"],
    ]);
  });

  it("are marked at their lines", () => {
    expect(marksOf(placed, "slo.yaml")).toEqual([{ severity: "error", line: 1, column: 3, text: "what\ndo this" }]);
    expect(marksOf(placed, "other.yaml")).toEqual([]);
  });
});
