import { describe, expect, it } from "vitest";
import { codeParts } from "./code-parts.ts";

describe("sentences with code in them", () => {
  it.each([
    ["", []],
    ["no code", ["no code"]],
    ["run `perf-agent confirm` again", ["run ", "<perf-agent confirm>", " again"]],
    ["`a` and `b`", ["<a>", " and ", "<b>"]],
    ["a lone ` stays", ["a lone ` stays"]],
    ["`a` and a lone `", ["<a>", " and a lone `"]],
  ])("%j", (text, parts) => {
    expect(codeParts(text).map((part) => (part.isCode ? `<${part.text}>` : part.text))).toEqual(parts);
  });
});
