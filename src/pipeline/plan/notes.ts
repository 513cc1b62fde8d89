import { closest, distance } from "fastest-levenshtein";
import type { ErrorCode, Mistake } from "../../contract/errors.ts";
import type { Template } from "../../contract/test-plan.ts";
import type { Place } from "./document-reader.ts";

/** What a reading of a plan finds on its way: mistakes, warnings, and where each template was written. */
export class Notes {
  readonly mistakes: Mistake[] = [];
  readonly warnings: Mistake[] = [];
  /** Some use of an endpoint could not be read or resolved, so that "nothing uses it" cannot be said of any. */
  usesAreUncertain = false;
  /** An endpoint has a field that is unknown, which may be a misspelt `extract`. */
  extractsAreUncertain = false;
  /** `isolation` is there but could not be read, so that its variable cannot be called undefined. */
  isolationIsUncertain = false;
  readonly #templates = new WeakMap<Template, Place>();
  readonly #told = new Set<string>();

  /** `about` tells mistakes of one place apart; a place that is reached on several ways (an endpoint of two scenarios) is told of once. */
  mistake(code: ErrorCode, place: Place, text: string, about = text): void {
    const key = `${code} ${place.file} ${String(place.line)} ${String(place.column)} ${about}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.mistakes.push({ code, text, ...place });
  }

  warn(code: ErrorCode, place: Place, text: string): void {
    this.warnings.push({ code, text, ...place });
  }

  remember(template: Template, place: Place): Template {
    this.#templates.set(template, place);
    return template;
  }

  placeOf(template: Template, otherwise: Place): Place {
    return this.#templates.get(template) ?? otherwise;
  }
}

/** ` Did you mean "x"?` when a candidate is near enough to be meant, else nothing. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  if (candidates.length === 0) return "";
  const nearest = closest(word.toLowerCase(), candidates);
  const near = distance(word.toLowerCase(), nearest.toLowerCase()) <= Math.max(1, Math.ceil(word.length / 3));
  return near ? ` Did you mean "${nearest}"?` : "";
}

const mostListed = 12;

/** `Declared: a, b, c` in order of code units. */
export function declared(names: readonly string[]): string {
  if (names.length === 0) return "None is declared.";
  const sorted = names.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const listed = sorted.slice(0, mostListed).join(", ");
  return `Declared: ${listed}${sorted.length > mostListed ? ", …" : ""}.`;
}
