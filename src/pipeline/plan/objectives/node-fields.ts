import type { ErrorCode, Mistake } from "../../../contract/errors.ts";
import type { DocumentEntry, DocumentNode, Place } from "../document-reader.ts";
import { didYouMean } from "./suggest-word.ts";

/** Gathers what is wrong with a document, all of it, under one code. */
export class Complaints {
  readonly mistakes: Mistake[] = [];
  readonly warnings: Mistake[] = [];
  readonly #code: ErrorCode;

  constructor(code: ErrorCode) {
    this.#code = code;
  }

  refuse(place: Place, text: string): void {
    this.mistakes.push({ code: this.#code, text, ...place });
  }

  warn(place: Place, text: string): void {
    this.warnings.push({ code: this.#code, text, ...place });
  }
}

/** The entries of a map; none, with a complaint, where something else stands. A null stands for an empty map. */
export function entriesOf(node: DocumentNode, what: string, complaints: Complaints): readonly DocumentEntry[] {
  if (node.kind === "map") return node.entries;
  if (!isNull(node)) complaints.refuse(node.place, `${what} is a map of names and values`);
  return [];
}

/** Complains about each entry that is none of the known ones. */
export function refuseUnknown(
  entries: readonly DocumentEntry[],
  known: readonly string[],
  what: string,
  complaints: Complaints,
): void {
  for (const { key, keyPlace } of entries) {
    if (known.includes(key)) continue;
    complaints.refuse(
      keyPlace,
      `"${key}" is not a field of ${what}.${didYouMean(key, known)} Known: ${known.join(", ")}.`,
    );
  }
}

/** The value of a field; undefined where it is absent or null. */
export function fieldOf(node: DocumentNode | undefined, ...path: readonly string[]): DocumentNode | undefined {
  let current = node;
  for (const key of path) {
    if (current === undefined || current.kind !== "map") return undefined;
    current = current.entries.find((entry) => entry.key === key)?.node;
  }
  return current === undefined || isNull(current) ? undefined : current;
}

/** A scalar as it was written; undefined for maps, lists and null. */
export function textOf(node: DocumentNode | undefined): string | undefined {
  if (node === undefined || node.kind !== "scalar" || node.value === null) return undefined;
  return typeof node.value === "string" ? node.value : node.source;
}

/** A number, also one that was written as text. */
export function numberOf(node: DocumentNode | undefined): number | undefined {
  const text = textOf(node);
  if (text === undefined || text.trim() === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

export function isNull(node: DocumentNode): boolean {
  return node.kind === "scalar" && node.value === null;
}
