import { describe, expect, it } from "vitest";
import { countChanges, foldDiff, sidesOf, type DiffLine } from "./fold-diff.ts";

const same = (count: number): DiffLine[] =>
  Array.from({ length: count }, (_, index) => ({ kind: "same", text: `s${index}` }));
const added: DiffLine = { kind: "added", text: "new" };
const removed: DiffLine = { kind: "removed", text: "old" };

describe("a folded diff", () => {
  it("shows what is near a change and folds the rest", () => {
    expect(foldDiff([...same(10), added, ...same(10)], 3)).toEqual([
      { isFolded: true, from: 0, to: 7 },
      { isFolded: false, from: 7, to: 14 },
      { isFolded: true, from: 14, to: 21 },
    ]);
  });

  it("folds nothing that would save too little", () => {
    expect(foldDiff([...same(5), added, ...same(2)], 3)).toEqual([{ isFolded: false, from: 0, to: 8 }]);
  });

  it("covers every line once", () => {
    const lines = [...same(9), removed, added, ...same(20), added, ...same(1)];
    const parts = foldDiff(lines, 2);
    expect(parts[0]?.from).toBe(0);
    expect(parts.at(-1)?.to).toBe(lines.length);
    parts.slice(1).forEach((part, index) => expect(part.from).toBe(parts[index]?.to));
    expect(foldDiff([], 3)).toEqual([]);
  });
});

describe("the sides of a diff", () => {
  it("are the two texts, with the places of each line", () => {
    const { before, after, places } = sidesOf([
      { kind: "same", text: "a" },
      removed,
      added,
      { kind: "same", text: "b" },
    ]);
    expect(before).toBe("a\nold\nb");
    expect(after).toBe("a\nnew\nb");
    expect(places).toEqual([
      { before: 0, after: 0 },
      { before: 1, after: null },
      { before: null, after: 1 },
      { before: 2, after: 2 },
    ]);
  });

  it("are counted", () => {
    expect(countChanges([removed, added, added, ...same(2)])).toEqual({ added: 2, removed: 1 });
  });
});
