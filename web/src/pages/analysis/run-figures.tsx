import { formatDuration, formatMoney, formatNumber, formatRate } from "../../../../src/contract/format-quantity.ts";
import type { RunDocument } from "../../../../src/contract/run.ts";
import { Figure, Figures } from "../../components/figures.tsx";
import { failedText } from "./words.ts";

/** The run in six figures. */
export function RunFigures({ document }: { readonly document: RunDocument }) {
  const { totals, objectives, judged, cost } = document;
  const decided = objectives.filter(({ status }) => status !== "skipped");
  const met = decided.filter(({ status }) => status === "met").length;
  const seconds = totals.durationMs / 1000;
  return (
    <Figures>
      <Figure
        label="Objectives met"
        value={decided.length === 0 ? "–" : `${met} of ${decided.length}`}
        tone={decided.some(({ status, severity }) => status === "breached" && severity === "fail") ? "fail" : undefined}
      />
      <Figure
        label="Requests"
        value={formatNumber(totals.requests)}
        hint={seconds > 0 ? `${formatRate(totals.requests / seconds)} on average` : undefined}
      />
      <Figure
        label="Failed requests"
        value={failedText(totals.failedRequests, totals.requests)}
        tone={totals.failedRequests > 0 ? "fail" : undefined}
      />
      <Figure
        label="Iterations"
        value={formatNumber(totals.iterations)}
        hint={totals.droppedIterations === 0 ? "none dropped" : `${formatNumber(totals.droppedIterations)} dropped`}
        tone={totals.droppedIterations === 0 ? undefined : "fail"}
      />
      <Figure
        label="Judged part"
        value={judged === null ? "none" : formatDuration(judged.toMs - judged.fromMs)}
        hint={judged === null ? undefined : `${formatDuration(judged.fromMs)} to ${formatDuration(judged.toMs)}`}
      />
      <Figure
        label="Cost"
        value={formatMoney(cost.actual, cost.currency)}
        hint={`${formatMoney(cost.estimated, cost.currency)} estimated`}
      />
    </Figures>
  );
}
