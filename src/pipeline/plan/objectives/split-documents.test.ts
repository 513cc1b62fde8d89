import { describe, expect, it } from "vitest";
import { splitDocuments } from "./split-documents.ts";

describe("splitDocuments", () => {
  it.each<[string, string, string[]]>([
    ["one document", "a: 1\n", ["a: 1\n"]],
    ["one behind a marker", "---\na: 1\n", ["---\na: 1\n"]],
    ["two", "a: 1\n---\nb: 2\n", ["a: 1", "\n   \nb: 2\n"]],
    ["content on the marker's line", "a: 1\n--- {b: 2}\n", ["a: 1", "\n    {b: 2}\n"]],
    ["comments between", "# first\n---\na: 1\n---\n# nothing\n\n---\nb: 2", ["\n   \na: 1", "\n\n\n\n\n\n   \nb: 2"]],
    ["dashes that are no marker", "a: |\n  ---\n---b: 1\n", ["a: |\n  ---\n---b: 1\n"]],
    ["nothing", "", [""]],
    ["comments alone", "# a\n---\n# b\n---\n", ["# a\n---\n# b\n---\n"]],
  ])("%s", (_, text, documents) => {
    expect([...splitDocuments(text)]).toEqual(documents);
  });

  it.each([
    ["long texts", "a\n".repeat(2_500_001)],
    ["many lines", "---\na: 1\n".repeat(100_001)],
    ["many documents", "---\na: 1\n".repeat(1001)],
    ["blank lines", "\n".repeat(1_000_000)],
  ])("leaves %s whole, for the reader to refuse", (_, text) => {
    expect([...splitDocuments(text)]).toEqual([text]);
  });
});
