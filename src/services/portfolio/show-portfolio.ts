import type { Portfolio } from "../../contract/api/portfolio.ts";
import type { BaselineRun } from "../../contract/baseline.ts";
import type { LedgerEntry } from "../../contract/ledger.ts";
import { verdictNames, type VerdictName } from "../../contract/verdict-name.ts";
import type { JudgedPlan } from "../../pipeline/analyse/portfolio/judged-plan.ts";
import type { ServiceFacts } from "../../pipeline/analyse/portfolio/describe-service.ts";
import type { RunFamily, RunStore, StoredRun } from "../../ports/run-store.ts";
import { listRegressions } from "../regressions.ts";
import type { Service } from "../service.ts";
import { documentIfHere } from "./document-if-here.ts";

/** Newest runs that are looked at: services that have none among them are not told of. */
const lookedAt = 5_000;
/** Plans of one service; results of other tools count as one plan each. */
const mostPlans = 20;
const trendLength = 12;

type PortfolioService = Pick<Service, "store" | "clock" | "folders">;

/** Every service with its scores, its coverage and how fresh both are, by name. */
export async function showPortfolio(service: PortfolioService): Promise<Portfolio> {
  const { runs, answers } = await service.store();
  const { describeService } = await import("../../pipeline/analyse/portfolio/describe-service.ts");
  const [known, ledger, counted] = await Promise.all([
    runs.list({ limit: lookedAt }),
    listRegressions(service, { closed: false }),
    answers.count(),
  ]);
  const services: Portfolio["services"] = [];
  const byService = Map.groupBy(known, (run) => run.service);
  // One after the other: a store of many services must not fill the memory with their documents.
  for (const name of [...byService.keys()].toSorted()) {
    const facts = await factsOf(service, name, byService.get(name) ?? [], ledger);
    if (facts !== null) services.push(describeService(facts, service.clock.now()));
  }
  const { answered, accepted } = counted;
  return { services, acceptance: { answered, accepted, share: answered === 0 ? null : accepted / answered } };
}

/** null: it has no run. `runs` newest first. */
async function factsOf(
  service: PortfolioService,
  name: string,
  runs: readonly StoredRun[],
  ledger: readonly LedgerEntry[],
): Promise<ServiceFacts | null> {
  const [last] = runs;
  if (last === undefined) return null;
  const { runs: store } = await service.store();
  const families = Map.groupBy(runs, ({ environment, planName }) => JSON.stringify([environment, planName]));
  const judged: JudgedPlan[] = [];
  let newest: StoredRun | null = null;
  for (const family of [...families.values()].slice(0, mostPlans)) {
    const run = family.find(isJudged);
    if (run === undefined) continue;
    const document = await documentIfHere(service, run);
    if (document === null) continue;
    judged.push({ document, run: await store.baseline(run.runId) });
    if (newest === null || run.startedAt > newest.startedAt) newest = run;
  }
  const entries = ledger.filter((entry) => entry.service === name);
  const accepted = entries.filter(({ state }) => state === "accepted");
  return {
    service: name,
    environments: [...new Set(runs.map(({ environment }) => environment))].toSorted(),
    plans: [...new Set(runs.map(({ planName }) => planName))].toSorted(),
    lastRun: { runId: last.runId, startedAt: last.startedAt, verdict: verdictOf(last) },
    lastJudgedAt: newest?.startedAt ?? null,
    judged,
    recent: newest === null ? [] : await recentOf(store, newest),
    openRegressions: entries.length - accepted.length,
    acceptedRegressions: accepted.length,
  };
}

/** The run and those of its family before it that could be judged, newest first. */
async function recentOf(store: RunStore, run: StoredRun): Promise<readonly BaselineRun[]> {
  const runs = await store.earlier(familyOf(run), { before: run.startedAt + 1, limit: trendLength });
  return runs.filter(({ verdict }) => verdict !== "invalid");
}

function isJudged({ verdict }: StoredRun): boolean {
  return verdict !== null && verdict !== "invalid";
}

function verdictOf({ verdict }: StoredRun): VerdictName | null {
  return verdictNames.find((name) => name === verdict) ?? null;
}

function familyOf({ service, environment, planName }: StoredRun): RunFamily {
  return { service, environment, plan: planName };
}
