import type { Analysis } from "../contract/run.ts";
import type { Agent } from "./agent.ts";

const patienceMs = 20_000;
const maxOutputTokens = 600;

/** A narrative of a judged run, or why its figures stand alone. */
export type Narrative = { readonly text: string; readonly cost: number } | { readonly why: string };

/**
 * Lets a model narrate what was computed. A run is complete without it: a model that is absent, late, broken or dearer than the policy lets
 * calls be leaves the figures as they are. Never throws, and never takes longer than its patience.
 */
export async function narrateRun(
  { model, clock }: Pick<Agent, "model" | "clock">,
  { evidence }: Pick<Analysis, "evidence">,
  cap: number | null,
): Promise<Narrative> {
  const prompt = `Say in plain words what these computed facts mean. Cite each fact by its id.\n${evidence.map(({ id, text }) => `[${id}] ${text}`).join("\n")}`;
  const request = { prompt, maxOutputTokens, patienceMs };
  const over = new AbortController();
  try {
    const most = model.mostOf(request);
    if (cap !== null && most > cap) return { why: "a narrative could cost more than the policy lets model calls be" };
    const late = clock.sleep(patienceMs, over.signal).then(() => ({ unavailable: "the language model took too long" }));
    const answer = await Promise.race([model.ask(request), late]);
    return "text" in answer ? answer : { why: answer.unavailable };
  } catch (error) {
    return { why: `the language model failed: ${error instanceof Error ? error.message : String(error)}` };
  } finally {
    over.abort();
  }
}
