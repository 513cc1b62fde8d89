const mask = "***";
/** Shorter texts would be found in ordinary words; k6 itself masks the plain value of any length. */
const shortestMasked = 4;

/**
 * Hides secrets in what k6 logs. k6 masks a value as it is, but not as a script writes it into JSON, an address, a form
 * or a basic authorization. Gives a function from line to line.
 */
export function secretMasker(values: readonly string[]): (line: string) => string {
  const written = new Set(values.flatMap(writingsOf).filter((text) => text.length >= shortestMasked));
  // The longest first, as one may hold another.
  const texts = [...written].toSorted((a, b) => b.length - a.length);
  return (line) => texts.reduce((masked, text) => masked.replaceAll(text, mask), line);
}

/** Ways in which a text is commonly written into another. */
const writings: readonly ((text: string) => string)[] = [
  encodeURIComponent,
  encodeURI,
  (text) => new URLSearchParams({ a: text }).toString().slice("a=".length),
  inJson,
];

function writingsOf(value: string): readonly string[] {
  const plain = value.toWellFormed();
  let forms = [plain, ...base64Parts(plain)];
  // Twice, for JSON in an address and JSON in JSON.
  for (let round = 0; round < 2; round++)
    forms = [...forms, ...forms.flatMap((form) => writings.map((write) => write(form)))];
  return forms.flatMap((form) => [form, inLogLine(form)]);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Go's JSON, in which k6 writes its log, escapes more than JavaScript's. */
function inLogLine(text: string): string {
  return inJson(text).replaceAll(
    /[&<>\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The characters that the value alone decides when it stands anywhere in a longer text that is Base64-encoded. */
function base64Parts(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((before) => {
    const encoded = Buffer.concat([Buffer.alloc(before), bytes]).toString("base64");
    const part = encoded.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
    return part.length < 2 * shortestMasked ? [] : [part, part.replaceAll("+", "-").replaceAll("/", "_")];
  });
}
