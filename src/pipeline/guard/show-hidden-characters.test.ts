import { array, assert, constantFrom, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { findHiddenCharacters, showHiddenCharacters } from "./show-hidden-characters.ts";

describe("characters that are not seen", () => {
  it.each<[string, string, string]>([
    ["overrides", "a\u202Eb", "a‹U+202E RIGHT-TO-LEFT OVERRIDE›b"],
    ["isolates", "\u2066a\u2069", "‹U+2066 LEFT-TO-RIGHT ISOLATE›a‹U+2069 POP DIRECTIONAL ISOLATE›"],
    ["marks", "a\u200F", "a‹U+200F RIGHT-TO-LEFT MARK›"],
    ["spaces without width", "a\u200Bb", "a‹U+200B ZERO WIDTH SPACE›b"],
    ["a byte order mark", "\uFEFFa", "‹U+FEFF ZERO WIDTH NO-BREAK SPACE›a"],
    ["letters without ink", "a\u3164", "a‹U+3164 HANGUL FILLER›"],
    ["a soft hyphen", "a\u00ADb", "a‹U+00AD SOFT HYPHEN›b"],
    ["tags", "\u{E0041}", "‹U+E0041 TAG CHARACTER›"],
    ["variation selectors", "a\uFE00\u{E0100}", "a‹U+FE00 VARIATION SELECTOR›‹U+E0100 VARIATION SELECTOR›"],
    [
      "spaces that are none of the keyboard",
      "a\u00A0b\u2003c",
      "a‹U+00A0 NO-BREAK SPACE›b‹U+2003 SPACE OF ANOTHER WIDTH›c",
    ],
    ["separators of lines", "a\u2028b", "a‹U+2028 LINE SEPARATOR›b"],
    [
      "what a terminal obeys",
      "\u001B[31m\u0007\u009B",
      "‹U+001B CONTROL CHARACTER›[31m‹U+0007 CONTROL CHARACTER›‹U+009B CONTROL CHARACTER›",
    ],
    ["a Cyrillic letter in a Latin word", "p\u0430ypal", "p‹U+0430 CYRILLIC LETTER›ypal"],
    ["a Greek letter in a Latin word", "isAd\u03BFin_1", "isAd‹U+03BF GREEK LETTER›in_1"],
    ["an Armenian letter in a Latin word", "\u0570ello", "‹U+0570 LETTER OF ANOTHER SCRIPT›ello"],
    [
      "a word of letters drawn as Latin ones",
      "\u0440\u0430\u0443",
      "‹U+0440 CYRILLIC LETTER›‹U+0430 CYRILLIC LETTER›‹U+0443 CYRILLIC LETTER›",
    ],
    ["a joiner between letters", "a\u200Db", "a‹U+200D ZERO WIDTH JOINER›b"],
    ["a joiner behind a picture alone", "👩\u200Db", "👩‹U+200D ZERO WIDTH JOINER›b"],
  ])("are written out: %s", (_, text, expected) => {
    expect(showHiddenCharacters(text)).toBe(expected);
  });

  it.each<[string, string]>([
    ["plain text", "if (a) {\r\n\treturn `b`;\n}"],
    ["letters with accents", "Größe, naïve, Ærø"],
    ["words of one script each", "размер size μέγεθος 大きさ"],
    ["pictures of several", "👩\u200D💻 👩🏽\u200D💻 ❤\uFE0F\u200D🔥"],
    ["nothing", ""],
  ])("are none in %s", (_, text) => {
    expect(showHiddenCharacters(text)).toBe(text);
    expect(findHiddenCharacters(text)).toEqual([]);
  });

  it("are told with their place and kind", () => {
    expect(findHiddenCharacters("a\n\nbc\u202Ed\u200B\np\u0430y \u00A0")).toEqual([
      { at: 5, line: 3, column: 3, kind: "direction", label: "U+202E RIGHT-TO-LEFT OVERRIDE", character: "\u202E" },
      { at: 7, line: 3, column: 5, kind: "invisible", label: "U+200B ZERO WIDTH SPACE", character: "\u200B" },
      { at: 10, line: 4, column: 2, kind: "look-alike", label: "U+0430 CYRILLIC LETTER", character: "\u0430" },
      { at: 13, line: 4, column: 5, kind: "space", label: "U+00A0 NO-BREAK SPACE", character: "\u00A0" },
    ]);
  });

  it("are all written out, and all else stays as it is", () => {
    const pieces = constantFrom(
      "a",
      "\u202E",
      "\u200B",
      "\u200D",
      "👩",
      "p\u0430y",
      "\n",
      "\u00A0",
      "\u{E0041}",
      " ",
      "‹",
    );
    assert(
      property(array(pieces), string(), (parts, more) => {
        const text = parts.join("") + more;
        const shown = showHiddenCharacters(text);
        expect(findHiddenCharacters(shown)).toEqual([]);
        const found = findHiddenCharacters(text);
        let rest = text;
        for (const { at, character } of found.toReversed())
          rest = rest.slice(0, at) + rest.slice(at + character.length);
        expect(shown.replaceAll(/‹U\+[0-9A-F]+ [A-Z -]+›/g, "")).toBe(rest);
      }),
    );
  });
});
