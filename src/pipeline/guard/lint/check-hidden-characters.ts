import { findHiddenCharacters, type HiddenCharacter } from "../show-hidden-characters.ts";
import type { ParsedScript } from "./parse-script.ts";
import type { Rule } from "./rule.ts";

/**
 * A script is what its reviewer reads. Characters that turn the reading direction around are refused anywhere; others that are not seen
 * are refused where a hand has edited, and may come into a generated script with the texts of its plan.
 */
export const checkHiddenCharacters: Rule = (script) => {
  const names = namesOf(script);
  return findHiddenCharacters(script.text)
    .filter((one) => (script.isGenerated ? turnsAround(one) : deceives(one, names)))
    .map(({ at, label }) => ({ at, text: `holds a character that is not seen as what it is: ${label}` }));
};

/** Embeddings, overrides and isolates; a mark alone moves nothing that stands in code. */
function turnsAround({ character }: HiddenCharacter): boolean {
  return /[\u202A-\u202E\u2066-\u2069]/.test(character);
}

function deceives({ kind, at }: HiddenCharacter, names: ReadonlySet<number>): boolean {
  return kind === "look-alike" ? names.has(at) : kind !== "space";
}

/** Places of every letter of an identifier: what looks alike matters there, while a text may mix its scripts. */
function namesOf({ nodes }: ParsedScript): ReadonlySet<number> {
  const places = new Set<number>();
  for (const node of nodes)
    if (node.type === "Identifier") for (let at = node.start; at < node.end; at += 1) places.add(at);
  return places;
}
