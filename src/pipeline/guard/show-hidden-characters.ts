/** Why a character deceives who reads a text. */
export type HiddenKind = "direction" | "invisible" | "space" | "control" | "look-alike";

/** A character that a reader does not see as what it is. */
export interface HiddenCharacter {
  /** UTF-16 units from the start of the text. */
  readonly at: number;
  /** Both count from 1; columns count UTF-16 units. */
  readonly line: number;
  readonly column: number;
  readonly kind: HiddenKind;
  /** "U+202E RIGHT-TO-LEFT OVERRIDE" */
  readonly label: string;
  /** As it stands in the text. */
  readonly character: string;
}

/** Characters that turn the reading direction around: CVE-2021-42574, "Trojan Source" (Boucher and Anderson 2021). */
const directions: Readonly<Record<string, string>> = {
  "\u061C": "ARABIC LETTER MARK",
  "\u200E": "LEFT-TO-RIGHT MARK",
  "\u200F": "RIGHT-TO-LEFT MARK",
  "\u202A": "LEFT-TO-RIGHT EMBEDDING",
  "\u202B": "RIGHT-TO-LEFT EMBEDDING",
  "\u202C": "POP DIRECTIONAL FORMATTING",
  "\u202D": "LEFT-TO-RIGHT OVERRIDE",
  "\u202E": "RIGHT-TO-LEFT OVERRIDE",
  "\u2066": "LEFT-TO-RIGHT ISOLATE",
  "\u2067": "RIGHT-TO-LEFT ISOLATE",
  "\u2068": "FIRST STRONG ISOLATE",
  "\u2069": "POP DIRECTIONAL ISOLATE",
};
/** Characters without ink and without width, and letters that are drawn as nothing. */
const invisible: Readonly<Record<string, string>> = {
  "\u00AD": "SOFT HYPHEN",
  "\u034F": "COMBINING GRAPHEME JOINER",
  "\u115F": "HANGUL CHOSEONG FILLER",
  "\u1160": "HANGUL JUNGSEONG FILLER",
  "\u17B4": "KHMER VOWEL INHERENT AQ",
  "\u17B5": "KHMER VOWEL INHERENT AA",
  "\u180E": "MONGOLIAN VOWEL SEPARATOR",
  "\u200B": "ZERO WIDTH SPACE",
  "\u200C": "ZERO WIDTH NON-JOINER",
  "\u200D": "ZERO WIDTH JOINER",
  "\u2060": "WORD JOINER",
  "\u2061": "FUNCTION APPLICATION",
  "\u2062": "INVISIBLE TIMES",
  "\u2063": "INVISIBLE SEPARATOR",
  "\u2064": "INVISIBLE PLUS",
  "\u3164": "HANGUL FILLER",
  "\uFEFF": "ZERO WIDTH NO-BREAK SPACE",
  "\uFFA0": "HALFWIDTH HANGUL FILLER",
};
const spaces: Readonly<Record<string, string>> = {
  "\u0085": "NEXT LINE",
  "\u00A0": "NO-BREAK SPACE",
  "\u1680": "OGHAM SPACE MARK",
  "\u2028": "LINE SEPARATOR",
  "\u2029": "PARAGRAPH SEPARATOR",
  "\u202F": "NARROW NO-BREAK SPACE",
  "\u205F": "MEDIUM MATHEMATICAL SPACE",
  "\u3000": "IDEOGRAPHIC SPACE",
};

const words = /[\p{L}\p{M}\p{N}_$]+/gu;
const latin = /\p{Script=Latin}/u;
/** Scripts whose letters are taken for Latin ones (Unicode Technical Standard 39, section 5, mixed-script confusables). */
const foreign =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/gu;
/** Letters that are drawn as Latin ones (the same standard's confusables.txt): a word of these alone passes for a Latin word. */
const drawnAsLatin =
  /^[\u0430\u0435\u043E\u0440\u0441\u0443\u0445\u0455\u0456\u0458\u0501\u051B\u051D\u04BB\u04CF\u0410\u0412\u0415\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0425\u0405\u0406\u0408\u03BF\u03BD\u03B1\u03B9\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7\d_$]+$/u;

/** Every character of a text that a reader does not see as what it is, in order. */
export function findHiddenCharacters(text: string): HiddenCharacter[] {
  const found: Omit<HiddenCharacter, "line" | "column">[] = [];
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0;
    const character = String.fromCodePoint(point);
    const [kind, name] = classify(character, point);
    if (kind !== null && !joinsPictures(text, at, character))
      found.push({ at, kind, label: labelOf(point, name), character });
    at += character.length;
  }
  found.push(...lookAlikes(text));
  return placed(
    text,
    found.toSorted((one, other) => one.at - other.at),
  );
}

/** The text with every such character written out: `‹U+202E RIGHT-TO-LEFT OVERRIDE›`. Texts without any come back as they are. */
export function showHiddenCharacters(text: string): string {
  let shown = "";
  let from = 0;
  for (const { at, label, character } of findHiddenCharacters(text)) {
    shown += `${text.slice(from, at)}‹${label}›`;
    from = at + character.length;
  }
  return shown + text.slice(from);
}

function classify(character: string, point: number): [HiddenKind | null, string] {
  const direction = directions[character];
  if (direction !== undefined) return ["direction", direction];
  const nothing = invisible[character];
  if (nothing !== undefined) return ["invisible", nothing];
  const space = spaces[character];
  if (space !== undefined) return ["space", space];
  if (point >= 0x2000 && point <= 0x200a) return ["space", "SPACE OF ANOTHER WIDTH"];
  if (point >= 0xe0000 && point <= 0xe007f) return ["invisible", "TAG CHARACTER"];
  if ((point >= 0xfe00 && point <= 0xfe0e) || (point >= 0xe0100 && point <= 0xe01ef))
    return ["invisible", "VARIATION SELECTOR"];
  const isControl = point < 0x20 || (point >= 0x7f && point < 0xa0);
  return isControl && !"\t\n\r".includes(character) ? ["control", "CONTROL CHARACTER"] : [null, ""];
}

/** A zero width joiner between two pictures makes one of them, which everybody sees. */
function joinsPictures(text: string, at: number, character: string): boolean {
  if (character !== "\u200D") return false;
  return (
    /\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})*$/u.test(text.slice(Math.max(0, at - 8), at)) &&
    /^\p{Extended_Pictographic}/u.test(text.slice(at + 1, at + 3))
  );
}

/** Letters of another script within a Latin word, and words that are made of letters drawn as Latin ones. */
function lookAlikes(text: string): Omit<HiddenCharacter, "line" | "column">[] {
  if (/^[\0-\u024F]*$/.test(text)) return [];
  return [...text.matchAll(words)].flatMap((word) => {
    const letters = [...word[0].matchAll(foreign)];
    if (letters.length === 0 || !(latin.test(word[0]) || drawnAsLatin.test(word[0]))) return [];
    return letters.map((letter) => {
      const [character] = letter;
      const point = character.codePointAt(0) ?? 0;
      return {
        at: word.index + letter.index,
        kind: "look-alike" as const,
        label: labelOf(point, scriptOf(character)),
        character,
      };
    });
  });
}

function scriptOf(letter: string): string {
  if (/\p{Script=Cyrillic}/u.test(letter)) return "CYRILLIC LETTER";
  return /\p{Script=Greek}/u.test(letter) ? "GREEK LETTER" : "LETTER OF ANOTHER SCRIPT";
}

function labelOf(point: number, name: string): string {
  return `U+${point.toString(16).toUpperCase().padStart(4, "0")} ${name}`;
}

function placed(text: string, found: readonly Omit<HiddenCharacter, "line" | "column">[]): HiddenCharacter[] {
  let line = 1;
  let lineStart = 0;
  let next = text.indexOf("\n");
  return found.map((one) => {
    while (next !== -1 && next < one.at) {
      line += 1;
      lineStart = next + 1;
      next = text.indexOf("\n", lineStart);
    }
    return { ...one, line, column: one.at - lineStart + 1 };
  });
}
