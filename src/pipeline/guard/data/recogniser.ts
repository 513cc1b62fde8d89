/** What a value must have at least, so that most values are passed by after one look. Digits are counted over the whole value. */
export const traits = {
  at: 1,
  dot: 2,
  colon: 4,
  plus: 8,
  equals: 16,
  digits: 32,
  manyDigits: 64,
  capital: 128,
  long: 256,
} as const;

/** How many digits make the traits `digits` and `manyDigits`, and how many characters the trait `long`. */
const [digitsNeeded, manyDigitsNeeded, lengthNeeded] = [7, 13, 20];

/** The traits of a text, added up. */
export function traitsOf(text: string): number {
  let found = text.length >= lengthNeeded ? traits.long : 0;
  let digits = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 48 && unit <= 57) digits += 1;
    else if (unit >= 65 && unit <= 90) found |= traits.capital;
    else if (unit === 64) found |= traits.at;
    else if (unit === 46) found |= traits.dot;
    else if (unit === 58) found |= traits.colon;
    else if (unit === 43) found |= traits.plus;
    else if (unit === 61) found |= traits.equals;
  }
  if (digits >= digitsNeeded) found |= traits.digits;
  return digits >= manyDigitsNeeded ? found | traits.manyDigits : found;
}

/** Knows one kind of what test data must not hold. */
export interface Recogniser {
  /** "e-mail addresses": what a finding calls it. */
  readonly kind: string;
  readonly concern: "personal" | "production";
  /** Traits without all of which no text is of this kind; kinds that differ in them are recognisers of their own. */
  readonly needs: number;
  holds(text: string): boolean;
}

/** Host names that belong to nobody or to this machine: RFC 2606, RFC 6761. */
export function isReservedHost(host: string): boolean {
  return /(?:^|\.)(?:test|example|invalid|localhost|example\.(?:com|net|org))\.?$/i.test(host);
}

/**
 * Whether one of the matches of a pattern passes a test. The pattern has the flag `g` and is kept by whoever calls: `matchAll` would make
 * a copy of it for every value, which is most of the time that a scan takes.
 */
export function someMatch(pattern: RegExp, text: string, test: (match: RegExpExecArray) => boolean): boolean {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) if (test(match)) return true;
  return false;
}
