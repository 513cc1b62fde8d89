import { describe, expect, it } from "vitest";
import { citedParts } from "./cited-parts.ts";

const known = new Set(["e1", "e12"]);
const words = (text: string) => ({ kind: "words", text });
const evidence = (id: string) => ({ kind: "evidence", id });

describe("a text that names evidence", () => {
  it.each([
    ["slower [e12].", [words("slower "), evidence("e12"), words(".")]],
    ["[e1, e12] both", [evidence("e1"), evidence("e12"), words(" both")]],
    ["an array [3] and [e99]", [words("an array [3] and [e99]")]],
    ["[e1, e99] half known", [words("[e1, e99] half known")]],
    ["plain", [words("plain")]],
    ["", []],
  ])("%s", (text, parts) => {
    expect(citedParts(text, known)).toEqual(parts);
  });
});
