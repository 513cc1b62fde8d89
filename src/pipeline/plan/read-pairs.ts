import type { Template } from "../../contract/test-plan.ts";
import type { DocumentNode } from "./document-reader.ts";
import type { Notes } from "./notes.ts";
import { readEntries, readTemplate, readText } from "./read-values.ts";

/** Names to templates, in order. With `repeated`, a list gives the name several times. */
export function readPairs(
  notes: Notes,
  node: DocumentNode | undefined,
  what: string,
  repeated: boolean,
): [string, Template][] {
  if (node === undefined) return [];
  return readEntries(notes, node, what).flatMap(({ key, node: value }) => {
    const items = repeated && value.kind === "list" ? value.items : [value];
    return items.flatMap((item): [string, Template][] => {
      const template = readTemplate(notes, item, `"${key}" in ${what}`);
      return template === undefined ? [] : [[key, template]];
    });
  });
}

/** Later headers replace earlier ones of the same name, whatever its case. */
export function mergeHeaders(
  under: readonly [string, Template][],
  over: readonly [string, Template][],
): [string, Template][] {
  const replaced = new Set(over.map(([name]) => name.toLowerCase()));
  return [...under.filter(([name]) => !replaced.has(name.toLowerCase())), ...over];
}

/** Tags: names to plain texts. */
export function readTags(notes: Notes, node: DocumentNode | undefined, what: string): Record<string, string> {
  if (node === undefined) return {};
  return Object.fromEntries(
    readEntries(notes, node, `\`tags\` of ${what}`).flatMap(({ key, node: value }) => {
      const text = readText(notes, value, `tag "${key}" of ${what}`);
      return text === undefined ? [] : [[key, text]];
    }),
  );
}
