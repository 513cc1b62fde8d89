import { readSeriesText, takeSeries } from "../carry-baselines.ts";
import type { Service } from "../service.ts";

/**
 * Takes a baseline series into the store, as CSV text or as the object that JSON holds. What is there of the same run id is replaced. Throws
 * PA_BASELINE_INVALID with the run and the field of every mistake.
 */
export async function importBaselineSeries(
  service: Pick<Service, "store" | "clock">,
  { content, actor }: { readonly content: string | Readonly<Record<string, unknown>>; readonly actor: string },
): Promise<{ readonly service: string; readonly runs: number }> {
  const format = typeof content === "string" ? "csv" : "json";
  // An object as text again, so that mistakes are placed as those of a file are.
  const text = typeof content === "string" ? content : JSON.stringify(content);
  const series = readSeriesText(text, format, "the body");
  const { audit } = await service.store();
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
