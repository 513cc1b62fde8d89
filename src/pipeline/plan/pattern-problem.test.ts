import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patternProblem } from "./pattern-problem.ts";

describe("patternProblem", () => {
  it.each([
    'name="csrf" value="([^"]+)"',
    'w(\\d+)/"',
    "^\\s*id:\\s*(\\d+)\\s*$",
    "(?:[0-9a-f]{2}:){5}[0-9a-f]{2}",
    "(?:\\d{1,3}\\.){3}\\d{1,3}",
    "(?<year>\\d{4})-(?<month>\\d{2})",
    "(?<=token=)[\\w.-]+(?=&|$)",
    "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec) \\d+",
    "(?:ab)+",
    "(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}",
    '"id":\\s*"([^"]+)",\\s*"name":\\s*"([^"]+)",\\s*"price":\\s*(\\d+)',
    "\\d{1,2}/\\d{1,2}/\\d{2,4} (?:[01]?\\d|2[0-3]):[0-5]\\d",
    "([abc])*",
    "[(+*|]+",
    "\\(a+\\)+",
    "a{2,5}b{3}",
    "x{,3}",
    "(?:)",
    "",
  ])("finds nothing wrong with %s", (pattern) => {
    expect(new RegExp(pattern)).toBeInstanceOf(RegExp);
    expect(patternProblem(pattern)).toBeNull();
  });

  it.each<[string, RegExp]>([
    ["(a+)+", /repeats \(a\+\)\+/u],
    ["(a+)+$", /repeats \(a\+\)\+/u],
    ["(?:a*)*b", /repeats/u],
    ["(a|a)*", /repeats/u],
    ["(?:a|ab)+c", /repeats/u],
    ["(a?){20}b", /repeats/u],
    ["((a{1,2}){3}){3}", /repeats/u],
    ["(?:[^,]+,)*", /repeats/u],
    ["(?=(a+)+b)", /repeats/u],
    ["(?<n>\\w+\\s?)*", /repeats/u],
    ["(?i:a+)+", /repeats/u],
    ["(a+){2,}", /repeats/u],
    ["(a+)+?", /repeats/u],
    ["a?".repeat(17), /more than 65,?536 ways/u],
    ["(?:a?){10}(?:a?){10}", /more than 65,?536 ways/u],
    ["(a{0,9}){6}b", /more than 65,?536 ways/u],
    ["(?=a)(?:[ab]{0,9}[ac]{0,9}){3}d", /more than 65,?536 ways/u],
    ["a{0,1000}a{0,1000}b", /more than 65,?536 ways/u],
    ["x".repeat(1001), /more than 1000 characters/u],
  ])("refuses %s", (pattern, why) => {
    expect(patternProblem(pattern)).toMatch(why);
  });

  it("reads every pattern to its end: without choices there is nothing wrong", () => {
    const pattern = fc.string({
      unit: fc.constantFrom("a", "(", ")", "[", "]", "{", "}", "1", "\\", "(?:", "(?=", "(?<!", "(?<n>", "^", "."),
      maxLength: 20,
    });
    fc.assert(
      fc.property(pattern, (text) => {
        fc.pre(isPattern(text));
        expect(patternProblem(text)).toBeNull();
      }),
    );
  });

  /** Loops of what has only one way to match end after as many steps as there are characters. */
  it("lets through no pattern on which a text of thirty letters takes hundreds of millions of steps", () => {
    const part = fc.letrec<{ node: string }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom("a", "[ab]", "\\w"),
        fc
          .tuple(tie("node"), fc.constantFrom("*", "+", "?", "{0,3}", "{2}"))
          .map(([inner, sign]) => `(?:${inner})${sign}`),
        fc.tuple(tie("node"), tie("node")).map(([one, other]) => `(?:${one}|${other})`),
        fc.tuple(tie("node"), tie("node")).map(([one, other]) => `${one}${other}`),
      ),
    })).node;
    fc.assert(
      fc.property(part, (text) => {
        fc.pre(patternProblem(text) === null);
        expect(waysOf(text)).toBeLessThan(100_000_000);
      }),
      { numRuns: 300 },
    );
  });
});

const signs = [
  { text: "{0,3}", least: 0, most: 3 },
  { text: "{2}", least: 2, most: 2 },
  { text: "*", least: 0, most: Infinity },
  { text: "+", least: 1, most: Infinity },
  { text: "?", least: 0, most: 1 },
];

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

/** Ways in which the pattern may match a prefix of thirty letters "a", by counting, for the forms that the property writes. */
function waysOf(text: string): number {
  const length = 30;
  let at = 0;
  type Counts = readonly number[];
  const unit: Counts = Array.from({ length: length + 1 }, (_, index) => (index === 0 ? 1 : 0));
  const then = (one: Counts, other: Counts): Counts =>
    unit.map((_, end) =>
      one.reduce((sum, ways, from) => (from <= end ? sum + ways * (other[end - from] ?? 0) : sum), 0),
    );
  const plus = (one: Counts, other: Counts): Counts => one.map((ways, index) => ways + (other[index] ?? 0));
  const repeat = (one: Counts, least: number, most: number): Counts => {
    let [sum, power]: [Counts, Counts] = [unit.map(() => 0), unit];
    for (let times = 0; times <= Math.min(most, length); times += 1) {
      if (times >= least) sum = plus(sum, power);
      // Engines do not go round again for nothing.
      power = then(power, times < least ? one : one.map((ways, index) => (index === 0 ? 0 : ways)));
    }
    return sum;
  };
  const alternatives = (): Counts => {
    let counts = sequence();
    while (text[at] === "|") {
      at += 1;
      counts = plus(counts, sequence());
    }
    return counts;
  };
  const sequence = (): Counts => {
    let counts = unit;
    while (at < text.length && text[at] !== "|" && text[at] !== ")") counts = then(counts, quantified());
    return counts;
  };
  const quantified = (): Counts => {
    let counts: Counts;
    if (text.startsWith("(?:", at)) {
      at += 3;
      counts = alternatives();
      at += 1;
    } else {
      at += text[at] === "[" ? 4 : text[at] === "\\" ? 2 : 1;
      counts = unit.map((_, index) => (index === 1 ? 1 : 0));
    }
    const sign = signs.find(({ text: one }) => text.startsWith(one, at));
    at += sign?.text.length ?? 0;
    return repeat(counts, sign?.least ?? 1, sign?.most ?? 1);
  };
  return alternatives().reduce((sum, ways) => sum + ways, 0);
}
