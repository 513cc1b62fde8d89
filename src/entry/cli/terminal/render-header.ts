import {
  formatDuration,
  formatMoney,
  formatNumber,
  formatRate,
  formatStamp,
} from "../../../contract/format-quantity.ts";
import type { LoadPreview } from "../../../contract/load-preview.ts";
import type { GuardDecision } from "../../../contract/policy.ts";
import { labelled, paint, plain, type TerminalStyle, type Tone } from "./terminal-text.ts";

export interface RunHeader {
  readonly plan: string;
  readonly environment: string;
  readonly seed: number;
  /** null: no engine takes part. */
  readonly engine: { readonly name: string; readonly version: string } | null;
  /** null: no run was made. */
  readonly runId: string | null;
}

/** `checkout-peak on perf    seed 20261122    k6 2.2.0    run 20261122-…`. Ends with a line break. */
export function renderHeader(header: RunHeader, style: TerminalStyle): string {
  const parts = [
    `${paint(plain(header.plan), ["bold"], style)} on ${plain(header.environment)}`,
    `seed ${header.seed}`,
    ...(header.engine === null ? [] : [`${header.engine.name} ${header.engine.version}`]),
    ...(header.runId === null ? [] : [`run ${plain(header.runId)}`]),
  ];
  return `${parts.join("    ")}\n`;
}

/**
 * What the guard said: allowed with what the load is held to, or every refusal. `preview` adds the load's own figures
 * where they are known. Ends with a line break.
 */
export function renderGuard(decision: GuardDecision, preview: LoadPreview | null, style: TerminalStyle): string {
  const { enforcement, cost, reasons } = decision;
  const allowed = decision.decision === "allow";
  const word = allowed ? "allowed" : "refused";
  const facts = allowed ? allowedFacts(decision, preview) : "";
  const lines = labelled(
    "guard",
    ["bold"],
    `${paint(word, allowed ? ["green"] : ["red", "bold"], style)}   ${facts}`.trimEnd(),
    style,
  );
  const addresses = enforcement.allowedAddresses.map(plain);
  if (allowed && addresses.length > 0)
    lines.push(...labelled("", [], `connections only to ${listed(addresses)}`, style));
  for (const { outcome, text, code } of reasons) {
    if (outcome === "allow") continue;
    const tone: Tone = outcome === "warn" ? "yellow" : "red";
    lines.push(
      ...labelled(
        "",
        [],
        `${paint(outcome === "warn" ? "warn" : (code ?? "refused"), [tone], style)}  ${plain(text)}`,
        style,
      ),
    );
  }
  if (allowed && cost.limit !== null && cost.estimated > cost.limit) {
    lines.push(...labelled("", [], `${paint("warn", ["yellow"], style)}  the cost is above its limit`, style));
  }
  return `${lines.join("\n")}\n`;
}

function allowedFacts({ enforcement, cost }: GuardDecision, preview: LoadPreview | null): string {
  const facts: string[] = [];
  if (preview === null) {
    facts.push(`at most ${formatNumber(enforcement.maxVus)} VUs for ${formatDuration(enforcement.maxDurationMs)}`);
    if (enforcement.maxRatePerSecond !== null) facts.push(`at most ${formatRate(enforcement.maxRatePerSecond)}`);
  } else {
    facts.push(
      `${formatNumber(preview.peakVus)} VUs at peak (cap ${formatNumber(enforcement.maxVus)})`,
      `${formatDuration(preview.maxDurationMs)} at most (cap ${formatDuration(enforcement.maxDurationMs)})`,
    );
    if (preview.requests !== null) {
      facts.push(`${preview.requests.exact ? "" : "at most "}${formatNumber(preview.requests.count)} requests`);
    }
  }
  if (cost.estimated > 0 || cost.limit !== null) {
    facts.push(
      `${formatMoney(cost.estimated, cost.currency)}${cost.limit === null ? "" : ` of ${formatNumber(cost.limit, 2)}`}`,
    );
  }
  return facts.join(", ");
}

/** Something that happened while the run goes on. Ends with a line break. */
export function renderNotice(level: "info" | "warn" | "alert", text: string, style: TerminalStyle): string {
  const tone: Readonly<Record<typeof level, readonly Tone[]>> = {
    info: ["dim"],
    warn: ["yellow"],
    alert: ["red", "bold"],
  };
  return `${labelled(level, tone[level], plain(text), style).join("\n")}\n`;
}

/** Who allowed the script to run. `approvals` null: the environment lets its users approve by running. Ends with a line break. */
export function renderReview(
  review: {
    readonly sha256: string;
    readonly approvals: readonly { readonly by: string; readonly at: string }[] | null;
  },
  style: TerminalStyle,
): string {
  const { sha256, approvals } = review;
  const who =
    approvals === null
      ? "self-approved"
      : `${paint("approved", ["green"], style)}  ${listed(approvals.map(({ by, at }) => plain(`${by}, ${formatStamp(at)}`)))}`;
  return `${labelled("review", ["bold"], `${who}, sha256 ${sha256.slice(0, 8)}`, style).join("\n")}\n`;
}

/** `a`, `a and b`, `a, b and c`; more than eight are counted. */
export function listed(names: readonly string[]): string {
  const shown = names.length > 8 ? [...names.slice(0, 7), `${names.length - 7} more`] : names;
  return shown.length < 2 ? (shown[0] ?? "none") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1) ?? ""}`;
}
