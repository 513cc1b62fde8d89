import type { DocumentNode, Place } from "../document-reader.ts";
import { entriesOf, fieldOf, refuseUnknown, textOf, type Complaints } from "../objectives/node-fields.ts";

/** The entries of a section of the policy; those that are not among `known` are complained about (null: names are free). */
export function sectionOf(
  root: DocumentNode | undefined,
  key: string,
  known: readonly string[] | null,
  complaints: Complaints,
): ReturnType<typeof entriesOf> {
  const node = fieldOf(root, key);
  if (node === undefined) return [];
  const entries = entriesOf(node, `"${key}"`, complaints);
  if (known !== null) refuseUnknown(entries, known, key, complaints);
  return entries;
}

/** A value in a unit; null where it is absent or wrong, which is complained about. `form` says how to write it. */
export function valueOf<T>(
  node: DocumentNode | undefined,
  parse: (text: string) => T | null,
  form: string,
  complaints: Complaints,
): T | null {
  if (node === undefined) return null;
  const text = textOf(node);
  const parsed = text === undefined ? null : parse(text);
  if (parsed === null || parsed === Infinity)
    complaints.refuse(node.place, `"${text ?? "…"}" cannot be used here: write ${form}`);
  return parsed;
}

/** One of the words; null where it is absent or another, which is complained about. */
export function wordOf<const T extends string>(
  node: DocumentNode | undefined,
  words: readonly T[],
  complaints: Complaints,
): T | null {
  return valueOf(node, (text) => words.find((word) => word === text) ?? null, words.join(" or "), complaints);
}

/** An amount of money or a price. */
export function parseAmount(text: string): number | null {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : null;
}

/** The texts of a list, or the one text that stands in its place. */
export function textsOf(
  node: DocumentNode | undefined,
  key: string,
  complaints: Complaints,
): { text: string; place: Place }[] {
  const field = fieldOf(node, key);
  if (field === undefined) return [];
  const items = field.kind === "list" ? field.items : [field];
  return items.flatMap((item) => {
    const text = textOf(item);
    if (text === undefined || text === "") complaints.refuse(item.place, `"${key}" is a list of names`);
    return text === undefined || text === "" ? [] : [{ text, place: item.place }];
  });
}
