import type { BaselineRun } from "../contract/baseline.ts";
import type { ComparisonBasis } from "../contract/comparison.ts";
import type { LedgerEntry } from "../contract/ledger.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import { differencesOf, fingerprintOf, traitsOf, type Traits } from "../pipeline/analyse/fingerprint.ts";
import { previewLoad } from "../pipeline/plan/arithmetic.ts";
import type { Pin } from "../contract/baseline-series.ts";
import type { BaselineFilter, RunFamily } from "../ports/run-store.ts";
import type { Agent, Store } from "./agent.ts";
import { importBaselines } from "./carry-baselines.ts";
import { cutOf, type Cut } from "./cut-baselines.ts";
import type { LoadedPlan } from "./load-plan.ts";
import type { PreparedRun } from "./prepare-run.ts";
import { liveEntries } from "./regressions.ts";
import type { StartRunRequest } from "./run-request.ts";

/** More runs than these say little more, and are older. */
const comparableRuns = 30;
const explainedRuns = 20;

/** What the run of a plan must share with another to be compared with it. */
export function traitsFor(
  agent: Pick<Agent, "documents">,
  { found, editedScript }: Pick<PreparedRun, "found" | "editedScript">,
  plan: TestPlan,
): Traits {
  const engine = { name: "k6", majorVersion: Number(found.version.split(".")[0]) };
  return traitsOf({ plan, engine, editedScript, judged: previewLoad(plan).judged }, (text) =>
    agent.documents.sha256(text),
  );
}

/** A basis that compares with nothing. */
export function emptyBasis(fingerprint: string, traits: Traits): ComparisonBasis {
  return {
    schemaVersion: 1,
    fingerprint,
    traits: { ...traits },
    runs: [],
    excluded: [],
    cut: null,
    anchor: null,
    accepted: [],
    expired: [],
    calibration: null,
    confirms: null,
  };
}

/** A run at less load has nothing to be compared with. */
export function withoutBaselines(
  agent: Pick<Agent, "documents">,
  prepared: Pick<PreparedRun, "found" | "editedScript">,
  plan: TestPlan,
): ComparisonBasis {
  const traits = traitsFor(agent, prepared, plan);
  return emptyBasis(
    fingerprintOf(traits, (text) => agent.documents.sha256(text)),
    traits,
  );
}

/**
 * Everything that the run to come is compared with, frozen before it starts: the newest comparable runs after the last accepted change,
 * without those in which a regression is suspected that nobody accepted; those of its family that do not count, each with the reasons; and
 * what people said about baselines.
 */
export async function freezeBaselines(
  agent: Pick<Agent, "documents" | "store" | "clock">,
  request: Pick<StartRunRequest, "baselinesFile" | "baselineTags">,
  prepared: Pick<PreparedRun, "found" | "editedScript"> & { readonly loaded: Pick<LoadedPlan, "plan"> },
): Promise<ComparisonBasis> {
  const { plan } = prepared.loaded;
  const basis = withoutBaselines(agent, prepared, plan);
  if (request.baselinesFile !== null) await importBaselines(agent, request.baselinesFile, { decisions: false });
  const family = { service: plan.service, environment: plan.target.environment, plan: plan.name };
  const store = await agent.store();
  const pins = await store.book.pins(family);
  const live = await liveEntries(agent, family);
  const accepted = live.filter(({ state }) => state === "accepted");
  const regressed = live.filter(({ state }) => state !== "accepted");
  const comparable: BaselineFilter = {
    fingerprint: basis.fingerprint,
    before: agent.clock.now(),
    since: null,
    tags: request.baselineTags,
    limit: comparableRuns,
  };
  const cut = await cutOf(store.runs, accepted, comparable);
  const runs = await usualRuns(store, { ...comparable, since: cut?.at ?? null }, regressed);
  return {
    ...basis,
    runs,
    excluded: await excludedOf(store, family, { basis, runs, cut, comparable, regressed }),
    cut,
    anchor: await anchorOf(store, pins[0]),
    accepted,
    expired: live.filter(({ state }) => state === "expired"),
    calibration: await store.book.calibration(basis.fingerprint),
  };
}

/** The newest comparable runs that are no part of a regression: what was slow once must not excuse what is slow again. */
async function usualRuns(
  store: Store,
  filter: BaselineFilter,
  regressed: readonly LedgerEntry[],
): Promise<BaselineRun[]> {
  const usual: BaselineRun[] = [];
  let { before } = filter;
  for (;;) {
    const page = await store.runs.baselines({ ...filter, before });
    usual.push(...page.filter((run) => regressionIn(run, regressed) === undefined));
    const oldest = page.at(-1);
    if (oldest === undefined || page.length < filter.limit || usual.length >= filter.limit)
      return usual.slice(0, filter.limit);
    before = oldest.startedAt;
  }
}

/** The regression that nobody accepted and that was there in this run. */
function regressionIn({ startedAt }: BaselineRun, regressed: readonly LedgerEntry[]): LedgerEntry | undefined {
  return regressed.find(({ openedAt, lastSeenAt }) => openedAt <= startedAt && startedAt <= lastSeenAt);
}

async function anchorOf(store: Store, pin: Pin | undefined): Promise<ComparisonBasis["anchor"]> {
  const run = pin === undefined ? null : await store.runs.baseline(pin.runId);
  return pin === undefined || run === null ? null : { label: pin.label, run };
}

/** Runs of the family that do not count, but those that are only too old to be among the newest. */
async function excludedOf(
  store: Store,
  family: RunFamily,
  judged: {
    readonly basis: ComparisonBasis;
    readonly runs: readonly BaselineRun[];
    readonly cut: Cut | null;
    readonly comparable: BaselineFilter;
    readonly regressed: readonly LedgerEntry[];
  },
): Promise<ComparisonBasis["excluded"]> {
  // Runs that are dated after this one are told, too: where clocks differ they would be missed without a word.
  const limit = comparableRuns + explainedRuns;
  const earlier = await store.runs.earlier(family, { before: Number.MAX_SAFE_INTEGER, limit });
  const counted = new Set(judged.runs.map(({ runId }) => runId));
  return earlier
    .filter(({ runId }) => !counted.has(runId))
    .map((run) => ({ runId: run.runId, startedAt: run.startedAt, why: whyExcluded(run, judged) }))
    .filter(({ why }) => why.length > 0)
    .slice(0, explainedRuns);
}

function whyExcluded(
  run: BaselineRun,
  {
    basis,
    cut,
    comparable,
    regressed,
  }: { basis: ComparisonBasis; cut: Cut | null; comparable: BaselineFilter; regressed: readonly LedgerEntry[] },
): string[] {
  const why: string[] = [];
  if (run.startedAt >= comparable.before) why.push("it is dated after the start of this run: a clock is wrong");
  if (run.verdict !== "pass" && run.verdict !== "warn")
    why.push(`its verdict is ${run.verdict}: only pass and warn are compared with`);
  if (run.fingerprint !== basis.fingerprint) {
    const differences = differencesOf(run.traits, basis.traits);
    // Equal traits with another fingerprint: the version of it differs.
    why.push(...(differences.length === 0 ? ["another version of the agent took its fingerprint"] : differences));
  }
  const tags = new Map(Object.entries(run.tags));
  for (const [name, value] of Object.entries(comparable.tags)) {
    const tag = tags.get(name);
    if (tag !== value) why.push(`tag ${name} is ${tag ?? "absent"}, wanted ${value}`);
  }
  if (cut !== null && run.startedAt < cut.at) why.push("it ran before the last accepted change");
  const regression = regressionIn(run, regressed);
  if (regression !== undefined) why.push(`${regression.id} was suspected in it, a regression that nobody accepted`);
  return why;
}
