/** One pass/fail criterion of Taurus as it was written: when it holds, the run has failed. */
export interface TaurusCriterion {
  /** What it is called; null: nothing. */
  readonly message: string | null;
  /** `avg-rt`, `p95`, `fail`, `rc404`, … */
  readonly subject: string;
  /** Empty: all requests. */
  readonly label: string;
  readonly condition: string;
  readonly threshold: string;
  readonly logic: "for" | "within" | "over";
  /** null: over the whole run. */
  readonly timeframe: string | null;
  /** It ends the run. */
  readonly stops: boolean;
  readonly fails: boolean;
}

const longest = 2000;

/**
 * Parses `[MESSAGE:] SUBJECT [of LABEL]CONDITION THRESHOLD [for|within|over TIME][, stop|continue [as failed|non-failed]]`, as Taurus does
 * (bzt/modules/passfail.py, string_to_config); by default it stops as failed. null: it is no such sentence.
 */
export function parseTaurusSentence(text: string): TaurusCriterion | null {
  if (text.length > longest) return null;
  const colon = text.indexOf(":");
  const message = colon === -1 ? null : text.slice(0, colon).trim();
  const sentence = text.slice(colon + 1);
  const comma = sentence.indexOf(",");
  const condition = (comma === -1 ? sentence : sentence.slice(0, comma)).trim();
  const action = comma === -1 ? null : sentence.slice(comma + 1).trim();
  const [, subject = "", label = "", operator = "", threshold = "", logic, timeframe = null] =
    /^([\w?*.-]+)(?:\s+of\s+([^<>=]*[^<>=\s]))?\s*(<=|>=|<|>|==?)\s*([^\s<>=]+)(?:\s+(for|within|over)\s+(\S+))?$/.exec(
      condition,
    ) ?? [];
  const [, verb, outcome] =
    action === null ? ["", "stop"] : (/^(stop|continue)(?:\s+as\s+(failed|non-failed))?$/.exec(action) ?? []);
  if (subject === "" || verb === undefined) return null;
  return {
    message: message === "" ? null : message,
    subject,
    label,
    condition: operator,
    threshold,
    logic: logic === "within" || logic === "over" ? logic : "for",
    timeframe,
    stops: verb === "stop",
    fails: outcome !== "non-failed",
  };
}

/** `150ms`, `2s`, `1m30s`, `1h`, `1d` to milliseconds; a number without a unit is seconds. null: none of these. */
export function parseTaurusTime(text: string): number | null {
  if (/^\d+(?:\.\d+)?$/.test(text)) return Number((Number(text) * 1000).toPrecision(12));
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[smhd]))+$/.test(text)) return null;
  let total = 0;
  for (const [, digits = "", unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g))
    total += Number(digits) * (units[unit] ?? 0);
  return Number(total.toPrecision(12));
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
