/**
 * Engines of JavaScript try one way to match after the other. How many ways there are grows beyond any time where something is repeated
 * that can itself match the same text in several ways, as in `(a+)+` or `(a|a)*`: an answer of the target, of which nobody knows what it
 * holds, could then hold a virtual user for ever. So a pattern may repeat without bound only what matches in one way, and may leave open
 * few choices in all. What is left takes a time that grows as a power of the length of an answer, and not with every further character
 * twice as long. Choices are counted in powers of two: `a?` leaves two ways open and counts one, `a{0,9}` leaves ten and counts 3.3.
 */

/** How long a pattern may be. */
export const longestPattern = 1000;
/** Choices that may stand in sequence: 65,536 ways. One without bound counts as one, as it alone adds a power of the length. */
const mostChoices = 16;
/** How often something with choices in it may be repeated. */
const fewTimes = 10;

/** Of a part of a pattern. */
interface Ways {
  /** Binary logarithm of the ways in which the part may go on; repeated ones count each time. */
  readonly choices: number;
  /** It repeats something with choices already. */
  readonly isRepeated: boolean;
}

const oneWay: Ways = { choices: 0, isRepeated: false };

interface Quantifier {
  readonly least: number;
  readonly most: number;
}

/** What keeps a valid regular expression of JavaScript from being used on answers, as the end of "it …"; null when nothing does. */
export function patternProblem(pattern: string): string | null {
  if (pattern.length > longestPattern) return `has more than ${String(longestPattern)} characters`;
  const reader = new PatternReader(pattern);
  const { choices } = reader.read();
  if (reader.repeated !== null) return `repeats ${reader.repeated}, which can itself match in several ways`;
  return choices > mostChoices ? `leaves more than 65,536 ways open how it goes on, which can take for ever` : null;
}

class PatternReader {
  readonly #pattern: string;
  #at = 0;
  /** The first part that is repeated too often for the choices in it. */
  repeated: string | null = null;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  read(): Ways {
    const ways = this.#alternatives();
    // A closing bracket without its opening one is no valid pattern, and would end the reading here.
    return this.#at < this.#pattern.length ? { choices: Infinity, isRepeated: true } : ways;
  }

  #alternatives(): Ways {
    let ways = this.#sequence();
    let alternatives = 1;
    while (this.#next() === "|") {
      this.#at += 1;
      const other = this.#sequence();
      ways = { choices: Math.max(ways.choices, other.choices), isRepeated: ways.isRepeated || other.isRepeated };
      alternatives += 1;
    }
    return { ...ways, choices: ways.choices + Math.log2(alternatives) };
  }

  #sequence(): Ways {
    let ways = oneWay;
    while (this.#at < this.#pattern.length && this.#next() !== "|" && this.#next() !== ")") {
      const from = this.#at;
      const atom = this.#atom();
      const quantifier = this.#quantifier();
      const repeated = quantifier === null ? atom : this.#repeat(atom, quantifier, from);
      ways = { choices: ways.choices + repeated.choices, isRepeated: ways.isRepeated || repeated.isRepeated };
    }
    return ways;
  }

  #repeat(atom: Ways, { least, most }: Quantifier, from: number): Ways {
    const isOften = most > 1;
    if (isOften && atom.choices > 0 && (most > fewTimes || atom.isRepeated))
      this.repeated ??= this.#pattern.slice(from, this.#at).slice(0, 60);
    return {
      choices:
        (atom.choices === 0 ? 0 : atom.choices * Math.max(1, most)) +
        (most === Infinity ? 1 : Math.log2(Math.max(1, most - least + 1))),
      isRepeated: atom.isRepeated || (isOften && atom.choices > 0),
    };
  }

  #atom(): Ways {
    const first = this.#next();
    if (first === "(") return this.#group();
    if (first === "[") this.#skipClass();
    else this.#at += first === "\\" ? 2 : 1;
    return oneWay;
  }

  #group(): Ways {
    // "(?:", "(?=", "(?<=", "(?<name>", "(?i-s:" and their like.
    const rest = this.#pattern.slice(this.#at, this.#at + 100);
    const [opening = "("] = /^\((?:\?(?:<[=!]|<[^>]*>|[=!]|[a-z-]*:))?/u.exec(rest) ?? [];
    this.#at += opening.length;
    const ways = this.#alternatives();
    this.#at += 1;
    return ways;
  }

  #skipClass(): void {
    this.#at += 1;
    while (this.#at < this.#pattern.length && this.#next() !== "]") this.#at += this.#next() === "\\" ? 2 : 1;
    this.#at += 1;
  }

  /** null: there is none here. Lazy ones try the same ways in another order. */
  #quantifier(): Quantifier | null {
    const [text, sign, least, comma, most] =
      /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/u.exec(this.#pattern.slice(this.#at, this.#at + 40)) ?? [];
    if (text === undefined) return null;
    this.#at += text.length;
    if (sign !== undefined) return { least: sign === "+" ? 1 : 0, most: sign === "?" ? 1 : Infinity };
    const from = Number(least);
    if (comma === undefined) return { least: from, most: from };
    return { least: from, most: most === "" || most === undefined ? Infinity : Number(most) };
  }

  #next(): string | undefined {
    return this.#pattern[this.#at];
  }
}
