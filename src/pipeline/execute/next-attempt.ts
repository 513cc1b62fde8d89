import type { EngineOutcome } from "../../contract/run.ts";
import type { Profile } from "../../contract/script-bundle.ts";
import type { StopRequest } from "../../contract/stop-request.ts";

/** k6's exit codes of a defect of its own: a panic, and what it cannot classify, such as a failing start. */
const panic = 109;
const ownFaults: readonly (number | null)[] = [panic, 255];

/** True when the engine ended by a fault of its own: nobody stopped it, and it is no fault of the script. */
export function diedByItself(stop: StopRequest | null, outcome: EngineOutcome): boolean {
  return stop === null && (outcome.signal !== null || ownFaults.includes(outcome.exitCode));
}

/** True when the engine ended without its teardown, so that what the run created is still there. */
export function leftTeardownUndone({ signal, exitCode }: EngineOutcome): boolean {
  return signal !== null || exitCode === panic;
}

/** Why the engine died, for people. */
export function deathOf({ signal, exitCode, messages }: EngineOutcome): string {
  const how = signal === null ? `the engine ended with code ${String(exitCode)}` : `the engine was ended by ${signal}`;
  return messages[0] === undefined ? how : `${how}: ${messages[0]}`;
}

/** What is left to a run of its one budget. */
export interface Remaining {
  readonly ms: number;
  /** null: no cap. */
  readonly cost: number | null;
}

/** What an attempt needs at most. */
export interface Need {
  readonly ms: number;
  readonly cost: number;
}

/**
 * What follows an attempt in which the engine died: the whole load once more, then the reduced one, then nothing. All attempts share the
 * budget of the run: one that does not fit into what is left is left out, and so is every later one of the same size. `refused` says why
 * there is none.
 */
export function nextAttempt(options: {
  /** Profiles of the attempts so far, the one that died last. */
  readonly before: readonly Profile[];
  readonly remaining: Remaining;
  readonly full: Need;
  /** null: the policy wants no reduced attempt. */
  readonly reduced: Need | null;
}): { readonly profile: "full" | "reduced" } | { readonly refused: string } {
  const { before, remaining, full, reduced } = options;
  const reasons: string[] = [];
  if (!before.includes("reduced") && before.length < 2) {
    const lacking = lacks(remaining, full);
    if (lacking === null) return { profile: "full" };
    reasons.push(`${lacking} for the whole load once more`);
  }
  if (reduced === null) reasons.push("the policy wants no reduced load");
  else if (before.includes("reduced")) reasons.push("the reduced load was tried too");
  else {
    const lacking = lacks(remaining, reduced);
    if (lacking === null) return { profile: "reduced" };
    reasons.push(`${lacking} for the reduced load`);
  }
  return { refused: `it is not started again: ${reasons.join(", and ")}` };
}

function lacks(remaining: Remaining, need: Need): string | null {
  if (need.ms > remaining.ms) return "the time that is left does not suffice";
  if (remaining.cost !== null && need.cost > remaining.cost) return "the money that is left does not suffice";
  return null;
}
