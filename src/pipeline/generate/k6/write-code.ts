/** JavaScript to print: an expression as written, or an object or array that is laid out to fit the line. */
export type Code =
  | string
  | { readonly object: readonly (readonly [string, Code])[] }
  | { readonly array: readonly Code[] };

const lineWidth = 90;

/** A string literal that is the same text in every reader: also inside HTML, and without characters that reorder or hide text. */
export function quote(text: string): string {
  return JSON.stringify(text)
    .replaceAll(/[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, (character) => escapeUnit(character))
    .replaceAll("</", "<\\/");
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** A text for a line comment: one line, safe inside HTML, without characters that reorder or hide text. */
export function comment(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ").replaceAll("</", "< /");
}

/** A property: its name bare where it can be, in short form where the value has the same name, and never setting a prototype. */
function property(name: string, value: string): string {
  if (name === "__proto__") return `["__proto__"]: ${value}`;
  if (!/^[A-Za-z_$][\w$]*$/u.test(name)) return `${quote(name)}: ${value}`;
  return name === value && !literals.has(name) ? name : `${name}: ${value}`;
}

const literals = new Set(["null", "true", "false"]);

/** Lays code out, `indent` spaces deep: on one line where it fits, else one entry a line. */
export function print(code: Code, indent = 0): string {
  if (typeof code === "string") return code;
  const flat = printFlat(code);
  if (flat.length + indent <= lineWidth && !flat.includes("\n")) return flat;
  const inner = " ".repeat(indent + 2);
  const entries =
    "object" in code
      ? code.object.map(([name, value]) => `${inner}${property(name, print(value, indent + 2))},\n`)
      : code.array.map((value) => `${inner}${print(value, indent + 2)},\n`);
  const [open, close] = "object" in code ? ["{", "}"] : ["[", "]"];
  return `${open}\n${entries.join("")}${" ".repeat(indent)}${close}`;
}

function printFlat(code: Code): string {
  if (typeof code === "string") return code;
  if ("array" in code) return `[${code.array.map((entry) => printFlat(entry)).join(", ")}]`;
  if (code.object.length === 0) return "{}";
  return `{ ${code.object.map(([name, value]) => property(name, printFlat(value))).join(", ")} }`;
}
