import type { JsonTemplate, Template } from "../../contract/test-plan.ts";
import { declared, didYouMean, type Notes } from "./notes.ts";
import type { DocumentEntry, DocumentNode, Place } from "./document-reader.ts";
import { parseTemplate } from "./parse-template.ts";
import { parseCount, parseDuration, parseRate, parseShare, parseSize } from "./units.ts";

/**
 * Readers of single values. Each takes the node and a phrase for it ("`timeout` of endpoint "x""), notes a mistake when the
 * value is not what is wanted, and then answers undefined, so that reading goes on and finds every mistake.
 */
type Reader<T> = (notes: Notes, node: DocumentNode, what: string) => T | undefined;

/** The fields of a map, unknown ones noted. `fields` null: names are free. A blank value counts as absent. */
export class Fields {
  readonly place: Place;
  readonly what: string;
  readonly #entries = new Map<string, DocumentEntry>();
  readonly #notes: Notes;

  constructor(notes: Notes, node: DocumentNode, what: string, fields: readonly string[]) {
    this.#notes = notes;
    this.place = node.place;
    this.what = what;
    for (const entry of readEntries(notes, node, what)) {
      if (fields.includes(entry.key)) this.#entries.set(entry.key, entry);
      else
        notes.mistake(
          "PA_PLAN_UNKNOWN_FIELD",
          entry.keyPlace,
          `"${entry.key}" is not a field of ${what}.${didYouMean(entry.key, fields) || ` Fields: ${fields.join(", ")}.`}`,
        );
    }
  }

  has(name: string): boolean {
    return this.node(name) !== undefined;
  }

  /** Names of the fields that are there, as written. */
  names(): string[] {
    return [...this.#entries.keys()];
  }

  entry(name: string): DocumentEntry | undefined {
    return this.#entries.get(name);
  }

  node(name: string): DocumentNode | undefined {
    const node = this.#entries.get(name)?.node;
    return node?.kind === "scalar" && node.value === null ? undefined : node;
  }

  read<T>(name: string, reader: Reader<T>): T | undefined {
    const node = this.node(name);
    return node === undefined ? undefined : reader(this.#notes, node, `\`${name}\` of ${this.what}`);
  }

  /** As `read`, but the absence is a mistake, which `hint` says how to mend. */
  need<T>(name: string, reader: Reader<T>, hint: string): T | undefined {
    if (this.has(name)) return this.read(name, reader);
    this.#notes.mistake("PA_PLAN_MISSING_FIELD", this.place, `${this.what} has no \`${name}\`; ${hint}`);
    return undefined;
  }
}

/** The entries of a map with free names. */
export function readEntries(notes: Notes, node: DocumentNode, what: string): readonly DocumentEntry[] {
  if (node.kind === "map") return node.entries;
  if (node.kind === "scalar" && node.value === null) return [];
  invalid(notes, node, what, "a map of fields");
  return [];
}

export const readItems: Reader<readonly DocumentNode[]> = (notes, node, what) =>
  node.kind === "list" ? node.items : invalid(notes, node, what, "a list");

/** Characters that begin a new line, steer a terminal or turn the order of others round. */
export const unprintable = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u;

/** A text; numbers and booleans count as they were written. */
export const readText: Reader<string> = (notes, node, what) => {
  if (node.kind === "scalar" && node.value !== null) return typeof node.value === "string" ? node.value : node.source;
  return invalid(notes, node, what, "a text");
};

/** A text on one line: what is printed on terminals and pages, or sent in headers. */
export const readLine: Reader<string> = (notes, node, what) => {
  const text = readText(notes, node, what);
  if (text === undefined || !unprintable.test(text)) return text;
  return invalid(notes, node, what, "without line breaks and control characters");
};

export const readTemplate: Reader<Template> = (notes, node, what) => {
  const text = readText(notes, node, what);
  return text === undefined ? undefined : notes.remember(parseTemplate(text), node.place);
};

export const readJson: Reader<JsonTemplate> = (notes, node, what) => {
  if (unquotedVariable(node) !== null) return invalid(notes, node, what, "a value");
  if (node.kind === "list") return { array: node.items.map((item) => readJson(notes, item, what) ?? null) };
  if (node.kind === "map")
    return { object: node.entries.map(({ key, node: value }) => [key, readJson(notes, value, what) ?? null]) };
  if (typeof node.value !== "string") return node.value;
  return { template: notes.remember(parseTemplate(node.value), node.place) };
};

export const readBoolean: Reader<boolean> = (notes, node, what) =>
  node.kind === "scalar" && typeof node.value === "boolean" ? node.value : invalid(notes, node, what, "true or false");

export function readWhole(least: number, most: number): Reader<number> {
  return (notes, node, what) => {
    const value = node.kind === "scalar" ? node.value : null;
    const count = typeof value === "number" ? value : typeof value === "string" ? parseCount(value) : null;
    if (count !== null && Number.isInteger(count) && count >= least && count <= most) return count;
    return invalid(notes, node, what, `a whole number from ${String(least)} to ${String(most)}`);
  };
}

export function readOneOf<const T extends string>(choices: readonly T[]): Reader<T> {
  return (notes, node, what) => {
    const text = node.kind === "scalar" ? node.source : null;
    const choice = choices.find((one) => one === text);
    if (choice !== undefined) return choice;
    return invalid(notes, node, what, `one of ${choices.join(", ")}`, text === null ? "" : didYouMean(text, choices));
  };
}

/** Longest duration that a plan may name: what is longer is a slip of the unit. */
const longestMs = 7 * 24 * 3_600_000;

const durationHint = "a duration such as 250ms, 10s or 1m30s";
function durationOf(text: string): number | undefined {
  const ms = parseDuration(text);
  return ms !== null && Number.isInteger(ms) && ms <= longestMs ? ms : undefined;
}

/** Whole milliseconds. */
export const readDuration: Reader<number> = (notes, node, what) =>
  (node.kind === "scalar" ? durationOf(node.source) : undefined) ?? invalid(notes, node, what, durationHint);

/** Whole milliseconds above 0. */
export const readLasting: Reader<number> = (notes, node, what) => {
  const ms = readDuration(notes, node, what);
  return ms === 0 ? invalid(notes, node, what, `${durationHint}, longer than 0s`) : ms;
};

/** `2s` or `1s..3s`. */
export const readDurationRange: Reader<{ minMs: number; maxMs: number }> = (notes, node, what) => {
  const parts = node.kind === "scalar" ? node.source.split("..") : [];
  const minMs = durationOf(parts[0] ?? "");
  const maxMs = durationOf(parts.at(-1) ?? "");
  if (parts.length <= 2 && minMs !== undefined && maxMs !== undefined && minMs <= maxMs) return { minMs, maxMs };
  return invalid(notes, node, what, "a duration such as 2s or a range such as 1s..3s");
};

/** `3` or `1..3`. */
export const readCountRange: Reader<{ min: number; max: number }> = (notes, node, what) => {
  const match = node.kind === "scalar" ? /^(\d{1,6})(?:\.\.(\d{1,6}))?$/.exec(node.source) : null;
  const min = Number(match?.[1]);
  const max = Number(match?.[2] ?? match?.[1]);
  if (match !== null && min <= max && max > 0) return { min, max };
  return invalid(notes, node, what, "a number such as 3 or a range such as 1..3");
};

/** Per second; what is beyond a million a second is a slip of the unit. */
export const readRate: Reader<number> = (notes, node, what) => {
  const rate = node.kind === "scalar" ? parseRate(node.source) : null;
  return rate !== null && rate <= 1_000_000
    ? rate
    : invalid(notes, node, what, "a rate such as 200/s, 30/min or 1000/h");
};

/** Per second, above 0. */
export const readRising: Reader<number> = (notes, node, what) => {
  const rate = readRate(notes, node, what);
  return rate === 0 ? invalid(notes, node, what, "a rate above 0, such as 200/s") : rate;
};

/** Bytes; a bare number counts bytes. */
export const readSize: Reader<number> = (notes, node, what) => {
  const value = node.kind === "scalar" ? node.value : null;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  const size = typeof value === "string" ? parseSize(value) : null;
  return size ?? invalid(notes, node, what, "a size such as 512B, 64kB or 2MB");
};

/** A fraction. */
export const readShare: Reader<number> = (notes, node, what) =>
  (node.kind === "scalar" ? parseShare(node.source) : null) ?? invalid(notes, node, what, "a share such as 30%");

/** Notes PA_PLAN_INVALID_VALUE, or PA_PLAN_BRACES where YAML took a variable for a map. */
export function invalid(notes: Notes, node: DocumentNode, what: string, wanted: string, hint = ""): undefined {
  const variable = unquotedVariable(node);
  if (variable !== null)
    notes.mistake(
      "PA_PLAN_BRACES",
      node.place,
      `YAML read {${variable}} as a map in ${what}; write "{${variable}}" in quotes.`,
    );
  else
    notes.mistake("PA_PLAN_INVALID_VALUE", node.place, `${what} must be ${wanted}, but is ${describe(node)}.${hint}`);
  return undefined;
}

function unquotedVariable(node: DocumentNode): string | null {
  if (node.kind !== "map" || node.entries.length !== 1) return null;
  const [entry] = node.entries;
  const blank = entry?.node.kind === "scalar" && entry.node.value === null && entry.node.source === "";
  return blank && /^[\w-]+(?:\.[\w-]+)?$/.test(entry.key) ? entry.key : null;
}

function describe(node: DocumentNode): string {
  if (node.kind === "map") return "a map";
  if (node.kind === "list") return "a list";
  if (node.value === null) return "empty";
  const shown = node.source.replaceAll(new RegExp(unprintable, "gu"), "\ufffd");
  return shown.length > 60 ? `"${shown.slice(0, 60)}…"` : `"${shown}"`;
}

/** Notes PA_PLAN_UNKNOWN_NAME unless `name` is declared. `who` says who uses it: `scenario "buy" uses endpoint`. */
export function checkName(notes: Notes, place: Place, who: string, name: string, names: readonly string[]): boolean {
  if (names.includes(name)) return true;
  notes.usesAreUncertain = true;
  notes.mistake(
    "PA_PLAN_UNKNOWN_NAME",
    place,
    `${who} "${name}", which is not declared.${didYouMean(name, names)} ${declared(names)}`,
  );
  return false;
}

const plainName = /^[A-Za-z0-9_-]{1,64}$/;

/** Notes a name that holds more than letters, digits, `_` and `-`. */
export function checkPlainName(notes: Notes, place: Place, what: string, name: string): void {
  if (!plainName.test(name))
    notes.mistake(
      "PA_PLAN_INVALID_VALUE",
      place,
      `the name of ${what}, "${name.slice(0, 80)}", may hold letters, digits, _ and - only, 64 at most`,
    );
}
