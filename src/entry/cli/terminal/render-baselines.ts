import { formatNumber, formatStamp } from "../../../contract/format-quantity.ts";
import type { BaselinesDocument } from "../../../contract/history-document.ts";
import { paintVerdict } from "./render-verdict.ts";
import { plain, table, type TerminalStyle } from "./terminal-text.ts";

/** Baselines as given (newest first from the store). Ends with a line break. */
export function renderBaselines(
  baselines: readonly BaselinesDocument["baselines"][number][],
  style: TerminalStyle,
): string {
  if (baselines.length === 0)
    return "No baseline yet. Runs that pass or warn become baselines; `perf-agent baselines import FILE` brings others.\n";
  const left = "left" as const;
  const lines = table(
    [
      { title: "run", align: left },
      { title: "started", align: left, dropOrder: 3 },
      { title: "service", align: left, dropOrder: 4 },
      { title: "plan", align: left, dropOrder: 1 },
      { title: "environment", align: left, dropOrder: 2 },
      { title: "verdict", align: left },
      { title: "endpoints", align: "right", dropOrder: 6 },
      { title: "comparable", align: left, dropOrder: 5 },
      { title: "pinned as", align: left },
    ],
    baselines.map(({ runId, startedAt, service, plan, environment, verdict, endpoints, fingerprint, pin }) => [
      plain(runId),
      formatStamp(new Date(startedAt).toISOString()),
      plain(service),
      plain(plan),
      plain(environment),
      paintVerdict(verdict, style),
      formatNumber(endpoints),
      plain(fingerprint.slice(0, 8)),
      plain(pin ?? ""),
    ]),
    style,
  );
  return `${lines.join("\n")}\n`;
}
