import { formatCount, formatDuration, formatMoney } from "../contract/format-quantity.ts";
import type { RunDocument } from "../contract/run.ts";
import type { Agent } from "./agent.ts";
import { recoverRuns } from "./background/recover-runs.ts";
import type { PreparedRun } from "./prepare-run.ts";
import type { FinishedRun, RunListener, StartRunRequest } from "./run-request.ts";
import { readmit, startPrepared } from "./start-run.ts";

/** One run of a series. Scripts, approval and engine are prepared once and used for all runs of the same build. */
export interface SeriesStep {
  readonly request: StartRunRequest;
  readonly prepared: PreparedRun;
  /** Which build, where there are two; null: there is one. */
  readonly label: string | null;
}

/** Told as a series goes on. */
export interface SeriesListener {
  /** "4 runs, at most 6m of load, …", before the first. */
  total(sentence: string): void;
  /** "run 3 of 12 (B)", before each. */
  step(sentence: string): void;
  readonly run: RunListener;
}

export interface FinishedSeries {
  /** In order; fewer than were asked for after an interrupt. */
  readonly runs: readonly FinishedRun[];
  /** 130 or 143 after a signal, else null. */
  readonly interruptedBy: number | null;
}

const signalCodes = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * Makes runs one after another. `next` is asked before each, with those that are over, and ends the series by null; `atMost` is how many
 * it may ask for. Each run passes guard and review by itself. An interrupt ends the run that is going on, as it always does, and then the
 * series, which gives what there is.
 */
export async function runSeries(
  agent: Agent,
  { atMost, next }: { readonly atMost: number; readonly next: (finished: readonly FinishedRun[]) => SeriesStep | null },
  listener: SeriesListener,
): Promise<FinishedSeries> {
  for (const run of await recoverRuns(agent)) listener.run.recovered(run);
  const runs: FinishedRun[] = [];
  const interrupts: number[] = [];
  const stopListening = agent.system.onInterrupt((signal) => void interrupts.push(signalCodes[signal]));
  try {
    while (interrupts.length === 0 && runs.length < atMost) {
      const step = next(runs);
      if (step === null) break;
      const { request, label } = step;
      listener.step(`run ${runs.length + 1} of ${atMost}${label === null ? "" : ` (${label})`}`);
      // What was prepared has just been admitted; time passes before every later run.
      const prepared = runs.length === 0 ? step.prepared : await readmit(agent, request, step.prepared);
      runs.push(await startPrepared(agent, request, prepared, listener.run, () => interrupts.length > 0));
    }
  } finally {
    stopListening();
  }
  return { runs, interruptedBy: interrupts[0] ?? null };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What a series takes at most, told before anything is run: "12 runs, at most 6m of load, EUR 0.46 in all". */
export function totalOf(steps: readonly Pick<SeriesStep, "prepared">[]): string {
  const times = steps.map(({ prepared }) => prepared.loaded.preview.maxDurationMs);
  const costs = steps.map(({ prepared }) => prepared.decision.cost);
  const cost = sum(costs.map(({ estimated }) => estimated));
  const currency = costs[0]?.currency ?? "";
  return `${formatCount(steps.length, "run")}, at most ${formatDuration(sum(times))} of load, ${formatMoney(cost, currency)} in all`;
}

/** Why figures of a run must not be compared; null: they may. */
export function unusable({ verdict, state, stoppedBy, reasons }: RunDocument): string | null {
  if (verdict === "invalid") return `it is invalid: ${reasons[0]?.text ?? "its load was not what was asked for"}`;
  if (state !== "finished") return `it was ended before its time${stoppedBy === null ? "" : ` (${stoppedBy})`}`;
  return null;
}
