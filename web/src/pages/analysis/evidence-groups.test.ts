import { describe, expect, it } from "vitest";
import { groupEvidence } from "./evidence-groups.ts";

function piece(id: string, kind: string) {
  return { id, kind, text: id, values: {} };
}

describe("evidence by what it is of", () => {
  it("keeps every piece, and the order in which the kinds come", () => {
    const groups = groupEvidence([
      piece("e1", "quality"),
      piece("e2", "objective"),
      piece("e3", "quality"),
      piece("e4", "rate"),
    ]);
    expect(groups.map(({ title, items }) => [title, ...items.map(({ id }) => id)])).toEqual([
      ["Of the run itself", "e1", "e3"],
      ["Of the objectives", "e2"],
      ["Of the rate", "e4"],
    ]);
  });
});
