import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision } from "../contract/policy.ts";
import type { StopRequest } from "../contract/stop-request.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import type { Window } from "../contract/window.ts";
import { iterationsInFlight } from "../pipeline/execute/in-flight.ts";
import { startStopLadder, type LadderTimes, type StopLadder } from "../pipeline/execute/stop-ladder.ts";
import type { EngineRun } from "../ports/load-engine.ts";

const rampMs = 3_000;
/** Virtual users ask the gate once a second, and k6 hands out its samples once a second. */
const settleMs = 2_000;
/** Requests under way get their own timeout to end, within this. */
const longestDrainMs = 12_000;
/** Beyond teardown and summary: the last samples and the end of the process. */
const exitMs = 5_000;
/** An engine's start and setup shift its scenarios against our clock. */
const slackMs = 5_000;

/** Time that a graceful stop takes at most. */
export function ladderTimes(plan: TestPlan, enforcement: GuardDecision["enforcement"]): LadderTimes {
  const longestRequest = Math.max(0, ...plan.endpoints.map(({ timeoutMs }) => timeoutMs));
  return {
    rampMs,
    settleMs,
    drainMs: Math.max(settleMs, Math.min(longestRequest, longestDrainMs)),
    endMs: enforcement.teardownTimeoutMs + enforcement.summaryTimeoutMs + exitMs,
  };
}

/** Walks the stop ladder with a running engine. */
export interface WindDown {
  push(window: Window): void;
  /** True when the engine was not being stopped before. */
  begin(mode: StopRequest["mode"], nowMs: number): boolean;
  /** Takes the next rung when its time has come. */
  step(nowMs: number): void;
  /** Iterations that stopping cut off, after the engine's end; null: not known. */
  cutIterations(): number | null;
}

export function createWindDown({
  run,
  plan,
  preview,
  enforcement,
  startedAtMs,
}: {
  readonly run: EngineRun;
  readonly plan: TestPlan;
  readonly preview: LoadPreview;
  readonly enforcement: GuardDecision["enforcement"];
  readonly startedAtMs: number;
}): WindDown {
  const times = ladderTimes(plan, enforcement);
  const completed = new Map<string, number>();
  let ladder: StopLadder | null = null;
  let begunAtMs = startedAtMs;

  const inFlight = (): number | null => {
    const elapsed = begunAtMs - startedAtMs;
    const running = preview.scenarios.filter(
      ({ startMs, endMs, drainMs }) => startMs <= elapsed && elapsed < endMs + drainMs + slackMs,
    );
    return iterationsInFlight(
      running.map(({ name }) => name),
      run.held(),
      completed,
    );
  };
  const step = (nowMs: number): void => {
    const rung = ladder?.at(nowMs, inFlight()) ?? null;
    if (rung === null) return;
    if (rung === "kill") run.kill();
    else if (rung === "terminate") run.terminate();
    else run.throttle(rung.share);
  };
  return {
    push({ counters }) {
      for (const { scenario, name, value } of counters)
        if (name === "iterations") completed.set(scenario, (completed.get(scenario) ?? 0) + value);
    },
    begin(mode, nowMs) {
      const first = ladder === null;
      if (ladder === null) {
        begunAtMs = nowMs;
        ladder = startStopLadder({ fromMs: nowMs, mode, canThrottle: run.canThrottle, times });
      } else if (mode === "now") ladder.hasten();
      step(nowMs);
      return first;
    },
    step,
    cutIterations: inFlight,
  };
}
