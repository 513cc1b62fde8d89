import { describe, expect, it } from "vitest";
import { absentModel } from "../adapters/language-models/absent-model.ts";
import type { Evidence } from "../contract/run.ts";
import type { LanguageModel, ModelRequest } from "../ports/language-model.ts";
import { narrateRun } from "./narrate-run.ts";

const evidence: Evidence[] = [{ id: "e1", kind: "objective", text: "p95 of checkout is 449 ms", values: {} }];
/** Time passes at once. */
const clock = { now: () => 0, monotonic: () => 0, sleep: () => Promise.resolve() };
/** Time stands still. */
const stopped = { ...clock, sleep: () => new Promise<void>(() => undefined) };

function model(changes: Partial<LanguageModel>): LanguageModel {
  return {
    mostOf: () => 0.1,
    ask: () => Promise.resolve({ text: "checkout got slower [e1]", cost: 0.05 }),
    ...changes,
  };
}

describe("narrateRun", () => {
  it("hands the computed facts over and the narrative back", async () => {
    const asked: ModelRequest[] = [];
    const one = model({
      ask: (request) => {
        asked.push(request);
        return Promise.resolve({ text: "checkout got slower [e1]", cost: 0.05 });
      },
    });
    expect(await narrateRun({ model: one, clock: stopped }, { evidence }, 0.5)).toEqual({
      text: "checkout got slower [e1]",
      cost: 0.05,
    });
    expect(asked[0]?.prompt).toContain("[e1] p95 of checkout is 449 ms");
  });

  it.each<[string, LanguageModel, typeof clock, number | null, string]>([
    ["is absent", absentModel(), stopped, null, "no language model is configured"],
    ["never answers", model({ ask: () => new Promise(() => undefined) }), clock, null, "took too long"],
    [
      "breaks its promise and throws",
      model({ ask: () => Promise.reject(new Error("503")) }),
      stopped,
      null,
      "failed: 503",
    ],
    ["could cost more than its cap", model({}), stopped, 0.09, "more than the policy lets"],
  ])("leaves the figures alone when the model %s", async (_, one, time, cap, why) => {
    const narrative = await narrateRun({ model: one, clock: time }, { evidence }, cap);
    expect("why" in narrative ? narrative.why : "").toContain(why);
  });
});
