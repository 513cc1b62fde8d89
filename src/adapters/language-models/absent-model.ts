import type { LanguageModel } from "../../ports/language-model.ts";

/** Stands where no model is configured. */
export function absentModel(): LanguageModel {
  return {
    mostOf: () => 0,
    ask: () => Promise.resolve({ unavailable: "no language model is configured" }),
  };
}
