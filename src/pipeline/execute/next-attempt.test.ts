import { describe, expect, it } from "vitest";
import { outcomeOf } from "../../../test/support/fabricated-run.ts";
import type { EngineOutcome } from "../../contract/run.ts";
import type { Profile } from "../../contract/script-bundle.ts";
import { deathOf, diedByItself, leftTeardownUndone, nextAttempt } from "./next-attempt.ts";

describe("diedByItself", () => {
  const stop = { reason: "guard", mode: "now", text: "" } as const;
  it.each<[string, Partial<EngineOutcome>, boolean, boolean]>([
    ["a kill by nobody of ours", { exitCode: null, signal: "SIGKILL" }, false, true],
    ["a panic", { exitCode: 109 }, false, true],
    ["a failing start", { exitCode: 255 }, false, true],
    ["our own kill", { exitCode: null, signal: "SIGKILL" }, true, false],
    ["a script that throws", { exitCode: 107 }, false, false],
    ["an invalid configuration", { exitCode: 104 }, false, false],
    ["a setup that takes too long", { exitCode: 100 }, false, false],
    ["a script that ends the test", { exitCode: 108 }, false, false],
    ["thresholds", { exitCode: 99 }, false, false],
    ["a good end", { exitCode: 0 }, false, false],
  ])("%s", (_, outcome, stopped, expected) => {
    expect(diedByItself(stopped ? stop : null, outcomeOf(outcome))).toBe(expected);
  });

  it.each<[string, Partial<EngineOutcome>, boolean]>([
    ["a kill", { exitCode: null, signal: "SIGKILL" }, true],
    ["a panic", { exitCode: 109 }, true],
    ["a failing start, which sent nothing", { exitCode: 255 }, false],
    ["a signal that k6 answers to", { exitCode: 105 }, false],
    ["a good end", { exitCode: 0 }, false],
  ])("leaves teardown undone after %s: %o %s", (_, outcome, expected) => {
    expect(leftTeardownUndone(outcomeOf(outcome))).toBe(expected);
  });

  it("tells how", () => {
    expect(deathOf(outcomeOf({ exitCode: null, signal: "SIGKILL" }))).toBe("the engine was ended by SIGKILL");
    expect(deathOf(outcomeOf({ exitCode: 255, messages: ["no memory"] }))).toBe(
      "the engine ended with code 255: no memory",
    );
  });
});

describe("nextAttempt", () => {
  const full = { ms: 600_000, cost: 2 };
  const reduced = { ms: 600_000, cost: 1 };
  const plenty = { ms: 1_800_000, cost: null };
  it.each<[string, Profile[], Partial<Parameters<typeof nextAttempt>[0]>, string]>([
    ["once more", ["full"], {}, "full"],
    ["then less", ["full", "full"], {}, "reduced"],
    ["then nothing", ["full", "full", "reduced"], {}, "the reduced load was tried too"],
    ["no less where the policy does not want it", ["full", "full"], { reduced: null }, "wants no reduced load"],
    ["less at once where the money for the whole is gone", ["full"], { remaining: { ms: 1e9, cost: 1.5 } }, "reduced"],
    ["nothing without money", ["full"], { remaining: { ms: 1e9, cost: 0.5 } }, "money that is left does not suffice"],
    ["nothing without time", ["full"], { remaining: { ms: 599_999, cost: null } }, "time that is left does not"],
    ["never the whole after the reduced load", ["full", "reduced"], {}, "the reduced load was tried too"],
  ])("%s", (_, before, changes, expected) => {
    const next = nextAttempt({ before, remaining: plenty, full, reduced, ...changes });
    expect("profile" in next ? next.profile : next.refused).toContain(expected);
  });

  it("comes to an end after three attempts, whatever is left", () => {
    const before: Profile[] = ["full"];
    for (let more = 0; more < 10; more += 1) {
      const next = nextAttempt({ before, remaining: plenty, full, reduced });
      if ("refused" in next) break;
      before.push(next.profile);
    }
    expect(before).toEqual(["full", "full", "reduced"]);
  });
});
