import { canonicalJson } from "../../contract/canonical-json.ts";
import { PerfAgentError } from "../../contract/errors.ts";
import type { LedgerEntry } from "../../contract/ledger.ts";
import type { Store } from "../agent.ts";
import { readSeriesText, takeSeries } from "../carry-baselines.ts";
import type { Service } from "../service.ts";

/**
 * Takes a baseline series into the store, as CSV text or as the object that JSON holds. What is there of the same run id is replaced. Throws
 * PA_BASELINE_INVALID with the run and the field of every mistake, and PA_ACCESS_DENIED where the series says of regressions what `actor` may
 * not decide (`mayAccept`).
 */
export async function importBaselineSeries(
  service: Pick<Service, "store" | "clock">,
  {
    content,
    actor,
    mayAccept,
  }: {
    readonly content: string | Readonly<Record<string, unknown>>;
    readonly actor: string;
    readonly mayAccept: boolean;
  },
): Promise<{ readonly service: string; readonly runs: number }> {
  const format = typeof content === "string" ? "csv" : "json";
  // An object as text again, so that mistakes are placed as those of a file are.
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const series = readSeriesText(text, format, "the body");
  const { audit, ledger } = await service.store();
  if (!mayAccept) await assertDecidesNothing(ledger, series.ledger, actor);
  await audit.record({
    at: service.clock.now(),
    actor,
    action: "import-baselines",
    outcome: "done",
    runId: null,
    subject: series.service,
    reasons: [`${series.runs.length} runs`],
  });
  return { service: series.service, runs: await takeSeries(service, series, { format, decisions: true }) };
}

/** A file is no way around those who accept regressions: of each it must say what is decided here already, or that it is open. */
async function assertDecidesNothing(
  ledger: Store["ledger"],
  entries: readonly LedgerEntry[],
  actor: string,
): Promise<void> {
  for (const entry of entries) {
    const known = await ledger.get(entry.id);
    if (canonicalJson(decisionOf(entry)) === canonicalJson(decisionOf(known))) continue;
    throw PerfAgentError.of(
      "PA_ACCESS_DENIED",
      `the series says of the regression ${entry.id} that it is ${entry.state}${known === null ? "" : `, here it is ${known.state}`}; ${actor} may not decide that`,
      { remedy: "Take `ledger` out of the series, or have somebody import it who accepts regressions." },
    );
  }
}

function decisionOf(entry: LedgerEntry | null): Pick<LedgerEntry, "state" | "acceptance"> {
  return { state: entry?.state ?? "open", acceptance: entry?.acceptance ?? null };
}
