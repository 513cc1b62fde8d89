import { formatDuration, formatNumber, formatShare } from "../../../contract/format-quantity.ts";
import type { EngineOutcome, QualityFlag } from "../../../contract/run.ts";
import type { JudgedPart } from "../judged-part.ts";
import { courseFlags } from "./course-flags.ts";
import type { DeliveryGap } from "./delivery.ts";
import type { AddFlag, QualityFacts } from "./quality-facts.ts";
import { serviceFlags } from "./service-flags.ts";

/** Share of the machine's cores above which the generator is no longer trusted to measure. */
const busyCpu = 0.8;
const saturatedCpu = 0.95;
const lagWarnMs = 1000;
const lagInvalidMs = 5000;
const clockStepMs = 500;
/** k6: 0 fine, 99 thresholds crossed, which we judge ourselves. */
const healthyExits: readonly (number | null)[] = [0, 99];
/** `stoppedBy` of runs that the agent itself could not see to their end. */
const ownFailures: readonly string[] = ["crash", "failure"];

type Severity = QualityFlag["severity"];

/** Everything that bears on whether the run can be believed, in order of severity. */
export function qualityFlags(facts: QualityFacts): QualityFlag[] {
  const flags: QualityFlag[] = [];
  const add: AddFlag = (code, severity, text) => {
    flags.push({ code, severity, text });
  };
  if (!facts.record.imported) {
    engineFlags(facts, add);
    loadFlags(facts, add);
    courseFlags(facts, add);
  }
  sampleFlags(facts, add);
  judgedFlags(facts.judged, add);
  if (facts.service !== null) serviceFlags(facts.service, add);
  const rank: readonly Severity[] = ["invalid-generator", "invalid-load", "warn", "info"];
  return flags.toSorted((a, b) => rank.indexOf(a.severity) - rank.indexOf(b.severity));
}

function engineFlags({ record, gaps }: QualityFacts, add: AddFlag): void {
  const { outcome, stoppedBy } = record;
  const hits = Math.max(outcome?.guardHits ?? 0, record.guard.hits);
  if (hits > 0)
    add(
      "PA_GUARD_HIT",
      "invalid-load",
      `the guard refused ${formatNumber(hits)} connection${hits === 1 ? "" : "s"} to addresses outside of the environment`,
    );
  if (outcome === null) {
    // A run that the agent could not see to its end is flagged as such.
    if (stoppedBy === null || !ownFailures.includes(stoppedBy))
      add("PA_ENGINE_FAILED", "invalid-generator", "the engine left no outcome: it or the agent was killed");
    return;
  }
  if (stoppedBy === "engine" || (stoppedBy === null && !healthyExits.includes(outcome.exitCode)))
    add("PA_ENGINE_FAILED", "invalid-generator", `the engine ended by itself: ${endOf(outcome)}`);
  // A run whose attempts used its time up between them ended early, which is no fault of the last one.
  if (stoppedBy === "timeout" && !gaps.some(({ kind }) => kind === "ended-early"))
    add("PA_ENGINE_FAILED", "invalid-generator", "the engine did not end in the time of its plan and was ended");
  if (outcome.scriptErrorCount > 0) {
    const first = outcome.scriptErrors[0];
    add(
      "PA_ENGINE_SCRIPT",
      "invalid-generator",
      `the script threw ${formatNumber(outcome.scriptErrorCount)} exception${outcome.scriptErrorCount === 1 ? "" : "s"}${first === undefined ? "" : `, the first: ${first}`}`,
    );
  }
  cpuFlag(outcome, gaps, add);
  if (Math.abs(outcome.clockStepMs) > clockStepMs)
    add(
      "PA_GENERATOR_CLOCK",
      "invalid-generator",
      `the clock of the generator jumped by ${formatDuration(Math.abs(outcome.clockStepMs))}`,
    );
  if (outcome.receiverLagMs > lagWarnMs)
    add(
      "PA_GENERATOR_LAG",
      outcome.receiverLagMs > lagInvalidMs ? "invalid-generator" : "warn",
      `the engine waited up to ${formatDuration(outcome.receiverLagMs)} for its samples to be read`,
    );
}

function endOf({ exitCode, signal, messages }: EngineOutcome): string {
  const how = signal === null ? `exit code ${exitCode ?? "unknown"}` : `killed by ${signal}`;
  const last = messages.at(-1);
  return last === undefined ? how : `${how}, ${last}`;
}

/** A busy generator is its own fault only where the load suffered, or where no core was left to measure with. */
function cpuFlag({ peakCpuShare }: EngineOutcome, gaps: readonly DeliveryGap[], add: AddFlag): void {
  if (peakCpuShare === null || peakCpuShare <= busyCpu) return;
  const suffered = gaps.some(({ kind, tolerable }) => !tolerable && kind !== "ended-early");
  add(
    "PA_GENERATOR_SATURATED",
    suffered || peakCpuShare > saturatedCpu ? "invalid-generator" : "warn",
    `the generator used ${formatShare(peakCpuShare, 0)} of its processors over 5 s, so its latencies include its own waiting`,
  );
}

function loadFlags({ gaps, breakpoints, record }: QualityFacts, add: AddFlag): void {
  const { stoppedBy } = record;
  const ownFault = stoppedBy !== null && ownFailures.includes(stoppedBy);
  for (const { kind, scenario, tolerable, text } of gaps) {
    // A breakpoint ends where an objective says so; by anybody else's hand it is a run that was cut.
    const outgrown =
      kind === "ended-early"
        ? breakpoints.size > 0 && stoppedBy?.startsWith("objective:") === true
        : (kind === "dropped" || kind === "missing") && scenario !== undefined && breakpoints.has(scenario);
    const severity = tolerable ? "warn" : outgrown ? "info" : "invalid-load";
    if (kind !== "ended-early") add("PA_LOAD_NOT_DELIVERED", severity, text);
    else if (stoppedBy === "crash") add("PA_RUN_RECOVERED", "invalid-generator", text);
    else add("PA_RUN_ENDED_EARLY", ownFault ? "invalid-generator" : severity, text);
  }
  const cut = stoppedBy !== null;
  if (cut && record.outcome?.summary === null)
    add("PA_SAMPLES_CUT", "warn", "the engine was ended at once: requests under way then are not counted");
}

function sampleFlags({ record, collection, totals }: QualityFacts, add: AddFlag): void {
  const own = !record.imported;
  const stopped = record.stoppedBy !== null || record.state !== "finished";
  const lost: Severity = own && !stopped ? "invalid-generator" : "warn";
  const summary = record.outcome?.summary ?? null;
  if (own && summary !== null) {
    const missing: string[] = [];
    if (summary.requests !== totals.requests)
      missing.push(`${formatNumber(totals.requests)} of ${formatNumber(summary.requests)} requests`);
    if (summary.iterations !== totals.iterations)
      missing.push(`${formatNumber(totals.iterations)} of ${formatNumber(summary.iterations)} iterations`);
    if (missing.length > 0)
      add("PA_SAMPLES_LOST", lost, `samples do not match the engine's own count: ${missing.join(", ")} arrived`);
  }
  if (collection.badRows > 0) {
    const example = collection.badRowExamples[0];
    add(
      "PA_SAMPLES_LOST",
      lost,
      `${formatNumber(collection.badRows)} of ${formatNumber(collection.rows + collection.badRows)} rows could not be read${example === undefined ? "" : `, the first: ${example}`}`,
    );
  }
  if (collection.truncated) add("PA_SAMPLES_LOST", lost, "the samples end in the middle of a row");
  if (collection.foldedSeries > 0)
    add(
      "PA_SERIES_FOLDED",
      "warn",
      `${formatNumber(collection.foldedSeries)} endpoint names beyond the cap were counted as "(other)"`,
    );
  if (totals.requests === 0)
    add("PA_LOAD_NOT_DELIVERED", own ? "invalid-load" : "warn", "there is not one request in the samples");
  if (!own && totals.droppedIterations > 0)
    add(
      "PA_LOAD_NOT_DELIVERED",
      "warn",
      `${formatNumber(totals.droppedIterations)} iterations were dropped; the load cannot be checked without its plan`,
    );
}

function judgedFlags({ seconds, warmUpMs, unsteady, wholeLoad }: JudgedPart, add: AddFlag): void {
  if (seconds === null) return;
  if (wholeLoad)
    add("PA_JUDGED_PART", "info", "the scenarios never hold their level together: all of the load is judged");
  if (warmUpMs > 0)
    add("PA_JUDGED_PART", "info", `the first ${formatDuration(warmUpMs)} were warm-up and are not judged`);
  if (unsteady)
    add(
      "PA_JUDGED_PART",
      "warn",
      "latency did not settle in the first third of the judged part: nothing was cut as warm-up",
    );
}
