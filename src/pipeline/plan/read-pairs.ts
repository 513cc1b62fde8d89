import type { Template } from "../../contract/test-plan.ts";
import type { DocumentNode } from "./document-reader.ts";
import type { Notes } from "./notes.ts";
import { readEntries, readLine, readTemplate, unprintable } from "./read-values.ts";

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

/** Headers: names to templates. Names are tokens (RFC 9110 section 5.6.2), and what is written of values is one line. */
export function readHeaders(notes: Notes, node: DocumentNode | undefined, what: string): [string, Template][] {
  if (node?.kind === "map")
    for (const { key, keyPlace, node: value } of node.entries) {
      if (!isHeaderName(key)) notes.mistake("PA_PLAN_INVALID_VALUE", keyPlace, `a name in ${what} is none of a header`);
      else if (value.kind === "scalar" && typeof value.value === "string")
        readLine(notes, value, `"${key}" in ${what}`);
    }
  return readPairs(notes, node, what, false);
}

/** A token of RFC 9110 section 5.6.2. */
export function isHeaderName(text: string): boolean {
  return /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(text);
}

/** Later headers replace earlier ones of the same name, whatever its case. */
export function mergeHeaders(
  under: readonly [string, Template][],
  over: readonly [string, Template][],
): [string, Template][] {
  const replaced = new Set(over.map(([name]) => name.toLowerCase()));
  return [...under.filter(([name]) => !replaced.has(name.toLowerCase())), ...over];
}

/** Names that the samples of an engine have already: results could be forged by them. */
const sampleTags: readonly string[] = [
  "check",
  "detail",
  "error",
  "error_code",
  "expected_response",
  "group",
  "kind",
  "method",
  "name",
  "scenario",
  "status",
  "url",
];

/** Tags of samples: as `readTags`, without names that samples have themselves. */
export function readSampleTags(notes: Notes, node: DocumentNode | undefined, what: string): Record<string, string> {
  const tags = readTags(notes, node, what);
  if (node?.kind === "map")
    for (const { key, keyPlace } of node.entries)
      if (sampleTags.includes(key))
        notes.mistake(
          "PA_PLAN_INVALID_VALUE",
          keyPlace,
          `a tag of ${what} cannot be called "${key}", which the engine's samples have already`,
        );
  return tags;
}

/** Tags: names to plain texts, both on one line. */
export function readTags(notes: Notes, node: DocumentNode | undefined, what: string): Record<string, string> {
  if (node === undefined) return {};
  return Object.fromEntries(
    readEntries(notes, node, `\`tags\` of ${what}`).flatMap(({ key, keyPlace, node: value }) => {
      const isName = key !== "" && key.length <= 120 && !key.includes("=") && !unprintable.test(key);
      if (!isName)
        notes.mistake(
          "PA_PLAN_INVALID_VALUE",
          keyPlace,
          `the name of a tag of ${what} has 1 to 120 characters, without "=", line breaks and control characters`,
        );
      const text = isName ? readLine(notes, value, `tag "${key}" of ${what}`) : undefined;
      return text === undefined ? [] : [[key, text]];
    }),
  );
}
