import { PerfAgentError } from "../../contract/errors.ts";

const dayMs = 86_400_000;
const unitsMs: Readonly<Record<string, number>> = { h: dayMs / 24, d: dayMs, w: 7 * dayMs };

/** `--until 2027-01-31` (to the end of that day, UTC) or `--for 90d` (hours h, days d, weeks w) as epoch ms. Throws PA_USAGE unless it is exactly one of them. */
export function untilOf(
  typed: { readonly until: string | undefined; readonly for: string | undefined },
  now: number,
): number {
  const { until, for: span } = typed;
  if ((until === undefined) === (span === undefined))
    throw PerfAgentError.of("PA_USAGE", "an acceptance ends: say when by --until 2027-01-31 or --for 90d");
  if (until !== undefined) {
    const start = /^\d{4}-\d\d-\d\d$/u.test(until) ? Date.parse(`${until}T00:00:00Z`) : NaN;
    // Date.parse takes 31 February for a day of March.
    if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== until)
      throw PerfAgentError.of("PA_USAGE", `--until ${until} is no day: write 2027-01-31`);
    return start + dayMs - 1;
  }
  const [, count = "", unit = ""] = /^([1-9]\d{0,4})([hdw])$/u.exec(span ?? "") ?? [];
  const unitMs = unitsMs[unit];
  if (unitMs === undefined)
    throw PerfAgentError.of("PA_USAGE", `--for ${span ?? ""} is no length: write 12h, 90d or 6w`);
  return now + Number(count) * unitMs;
}
