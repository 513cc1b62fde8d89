import { distance } from "fastest-levenshtein";

/** ` Did you mean "errors"?` with the nearest known word, or nothing where none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  let nearest: string | null = null;
  let least = Math.max(1, Math.floor(word.length / 3)) + 1;
  for (const candidate of known) {
    const far = distance(word.toLowerCase(), candidate.toLowerCase());
    if (far < least) [nearest, least] = [candidate, far];
  }
  return nearest === null ? "" : ` Did you mean "${nearest}"?`;
}
