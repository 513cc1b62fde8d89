import { array, assert, constantFrom, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { diffLines, type DiffLine } from "./diff-lines.ts";

function shown(before: string, after: string): string {
  const signs: Record<DiffLine["kind"], string> = { same: " ", added: "+", removed: "-" };
  return diffLines(before, after)
    .map(({ kind, text }) => signs[kind] + text)
    .join("|");
}

/** The text that one side of a difference has. */
function side(lines: readonly DiffLine[], without: DiffLine["kind"]): string {
  return lines
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join("\n");
}

/** Length of the longest common subsequence, by the table of the textbook. */
function commonLines(one: readonly string[], other: readonly string[]): number {
  let row = Array.from({ length: other.length + 1 }, () => 0);
  for (const line of one) {
    const next = [0];
    other.forEach((candidate, at) =>
      next.push(candidate === line ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0)),
    );
    row = next;
  }
  return row.at(-1) ?? 0;
}

describe("lines", () => {
  it.each<[string, string, string, string]>([
    ["nothing", "", "", ""],
    ["equal texts", "a\nb\n", "a\nb\n", " a| b"],
    ["a new text", "", "a\nb\n", "+a|+b"],
    ["a text that is gone", "a\n", "", "-a"],
    ["a line in the middle", "a\nb\nc\n", "a\nx\nc\n", " a|-b|+x| c"],
    ["lines that moved", "a\nb\nc\n", "c\na\nb\n", "+c| a| b|-c"],
    ["the example of the paper", "a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc", "-a|-b| c|+b| a| b|-b| a|+c"],
    ["a line that is there twice", "a\na\n", "a\n", " a|-a"],
    ["an empty line", "a\n\nb\n", "a\nb\n", " a|-| b"],
    ["a line break at the end", "a", "a\n", " a|+"],
    ["another kind of line break", "a\r\n", "a\n", "-a\r|+a"],
  ])("of %s", (_, before, after, expected) => {
    expect(shown(before, after)).toBe(expected);
  });

  const texts = array(constantFrom("a", "b", "c", ""), { maxLength: 30 });

  it("give both texts back, and leave as many alone as can be", () => {
    assert(
      property(texts, texts, (one, other) => {
        const [before, after] = [one, other].map((lines) => `${lines.join("\n")}!`);
        const lines = diffLines(before ?? "", after ?? "");
        expect(side(lines, "added")).toBe(before);
        expect(side(lines, "removed")).toBe(after);
        const kept = lines.filter(({ kind }) => kind === "same").length;
        expect(kept).toBe(commonLines((before ?? "").split("\n"), (after ?? "").split("\n")));
      }),
    );
  });

  it("of texts that have nothing in common are an old one and a new one", () => {
    const many = (name: string): string => Array.from({ length: 1200 }, (_, line) => `${name}${line}\n`).join("");
    const lines = diffLines(`${many("a")}same\n${many("b")}`, `${many("c")}same\n${many("d")}`);
    expect(lines.map(({ kind }) => kind).join()).toBe(
      [...Array<string>(2401).fill("removed"), ...Array<string>(2401).fill("added")].join(),
    );
  });
});
