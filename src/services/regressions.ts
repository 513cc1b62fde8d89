import { PerfAgentError } from "../contract/errors.ts";
import { isSameSeries } from "../pipeline/analyse/regression/known-regressions.ts";
import type { LedgerEntry } from "../contract/ledger.ts";
import { expire } from "../pipeline/analyse/ledger/keep-ledger.ts";
import type { RunFamily } from "../ports/run-store.ts";
import type { Agent } from "./agent.ts";
import { userName } from "./user-name.ts";

type LedgerAgent = Pick<Agent, "store" | "clock" | "system">;

/** What a list for people holds at most. */
const listed = 1000;
/** More live entries of one family than there are figures of a plan. */
const everything = 100_000;

/** Entries that are not closed, newest first, after those whose acceptance ended were marked so. */
export async function liveEntries(
  agent: Pick<Agent, "store" | "clock">,
  family: Partial<RunFamily>,
): Promise<readonly LedgerEntry[]> {
  return entriesNow(agent, { ...family, closed: false }, everything);
}

/** The ledger, newest first, as it is now. */
export async function listRegressions(
  agent: Pick<Agent, "store" | "clock">,
  filter: Partial<RunFamily> & { readonly closed: boolean },
): Promise<readonly LedgerEntry[]> {
  return entriesNow(agent, filter, listed);
}

async function entriesNow(
  agent: Pick<Agent, "store" | "clock">,
  { closed, ...family }: Partial<RunFamily> & { readonly closed: boolean },
  limit: number,
): Promise<readonly LedgerEntry[]> {
  const { ledger } = await agent.store();
  const states = closed ? null : (["open", "accepted", "expired"] as const);
  const entries = await ledger.list({ ...family, states, limit });
  const expired = expire(entries, agent.clock.now());
  if (expired.length === 0) return entries;
  await ledger.put(expired);
  const byId = new Map(expired.map((entry) => [entry.id, entry]));
  return entries.map((entry) => byId.get(entry.id) ?? entry);
}

/**
 * Accepts a regression until `until` (epoch ms): it neither warns nor fails till then, and its level becomes the one to compare with.
 * `actor`: who does it; absent: who uses this machine. Throws PA_REGRESSION_NOT_FOUND, and PA_USAGE for an empty reason, an end that has
 * passed and an entry that is closed.
 */
export async function acceptRegression(
  agent: LedgerAgent,
  {
    id,
    reason,
    until,
    actor = userName(agent),
  }: { readonly id: string; readonly reason: string; readonly until: number; readonly actor?: string },
): Promise<LedgerEntry> {
  const now = agent.clock.now();
  if (reason.trim() === "") throw usage("accepting a regression needs a reason: --reason TEXT");
  if (until <= now) throw usage(`${new Date(until).toISOString()} has passed: an acceptance ends in the future`);
  const entry = await entryOf(agent, id);
  if (entry.state === "closed") throw usage(`${id} is closed: the regression is gone, there is nothing to accept`);
  const accepted: LedgerEntry = {
    ...entry,
    state: "accepted",
    acceptance: { by: actor, at: now, reason: reason.trim(), until },
  };
  await record(agent, { actor, action: "accept-regression" }, accepted, [
    reason.trim(),
    `until ${new Date(until).toISOString()}`,
  ]);
  return accepted;
}

/** Takes an acceptance back, or opens what was closed. Throws PA_REGRESSION_NOT_FOUND, and PA_USAGE where it is open. */
export async function reopenRegression(
  agent: LedgerAgent,
  id: string,
  actor: string = userName(agent),
): Promise<LedgerEntry> {
  const entry = await entryOf(agent, id);
  if (entry.state === "open") throw usage(`${id} is open already`);
  const { service, environment, plan } = entry;
  const live = await liveEntries(agent, { service, environment, plan });
  const other = live.find((one) => one.id !== id && isSameSeries(one, entry));
  if (other !== undefined)
    throw usage(`${other.id} is about the same figure and is ${other.state}: ${id} stays closed`);
  const reopened: LedgerEntry = { ...entry, state: "open", acceptance: null };
  await record(agent, { actor, action: "reopen-regression" }, reopened, [`it was ${entry.state}`]);
  return reopened;
}

async function entryOf(agent: LedgerAgent, id: string): Promise<LedgerEntry> {
  const { ledger } = await agent.store();
  const entry = await ledger.get(id);
  if (entry !== null) return entry;
  const known = (await ledger.list({ states: ["open", "accepted", "expired"], limit: 5 })).map((each) => each.id);
  throw PerfAgentError.of(
    "PA_REGRESSION_NOT_FOUND",
    `no regression ${id}${known.length === 0 ? ": the ledger is empty" : `; there are ${known.join(", ")}`}`,
  );
}

/** What counts is what the log knows of: it is written first. */
async function record(
  agent: LedgerAgent,
  { actor, action }: { readonly actor: string; readonly action: "accept-regression" | "reopen-regression" },
  entry: LedgerEntry,
  reasons: readonly string[],
): Promise<void> {
  const { audit, ledger } = await agent.store();
  const { id, statistic, endpoint, scenario, plan, environment } = entry;
  await audit.record({
    at: agent.clock.now(),
    actor,
    action,
    outcome: "done",
    runId: null,
    subject: `${id}: ${statistic} of ${endpoint} in ${scenario}, ${plan} on ${environment}`,
    reasons,
  });
  await ledger.put([entry]);
}

function usage(text: string): PerfAgentError {
  return PerfAgentError.of("PA_USAGE", text);
}
