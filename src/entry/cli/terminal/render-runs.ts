import { formatStamp } from "../../../contract/format-quantity.ts";
import type { StoredRun } from "../../../ports/run-store.ts";
import { paintVerdict } from "./render-verdict.ts";
import { plain, table, type TerminalStyle } from "./terminal-text.ts";

/** Runs, as given (newest first from the store). Ends with a line break. */
export function renderRuns(runs: readonly StoredRun[], style: TerminalStyle): string {
  if (runs.length === 0) return "No run yet. `perf-agent run plan.yaml` makes the first.\n";
  const left = "left" as const;
  const lines = table(
    [
      { title: "run", align: left },
      { title: "started", align: left, dropOrder: 3 },
      { title: "plan", align: left, dropOrder: 1 },
      { title: "environment", align: left, dropOrder: 2 },
      { title: "state", align: left, dropOrder: 4 },
      { title: "verdict", align: left },
    ],
    runs.map(({ runId, startedAt, planName, environment, state, verdict }) => [
      plain(runId),
      formatStamp(new Date(startedAt).toISOString()),
      plain(planName),
      plain(environment),
      plain(state),
      paintVerdict(verdict, style),
    ]),
    style,
  );
  return `${lines.join("\n")}\n`;
}
