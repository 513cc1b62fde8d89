import { formatMs, formatNumber, formatRate } from "../../../../src/contract/format-quantity.ts";
import { Figure, Figures } from "../../components/figures.tsx";
import { ProgressBar } from "../../components/progress-bar.tsx";
import classes from "./live.module.css";
import type { LiveStore } from "./live-store.ts";
import { costProgress, errorText, headFigures, timeProgress } from "./run-progress.ts";
import { useLive } from "./use-live.ts";

/** How far the run is, and the figures that one looks at first. */
export function LiveHead({ store }: { readonly store: LiveStore }) {
  const run = useLive(store, ["seconds", "start"]);
  const [time, cost] = [timeProgress(run), costProgress(run)];
  const { vus, perSecond, p95, errorShare, dropped } = headFigures(run);
  return (
    <>
      <div className={classes.bars}>
        {time !== null && <ProgressBar label="Time" value={time.share} max={1} text={time.text} />}
        {cost !== null && (
          <ProgressBar
            label="Budget"
            value={cost.share}
            max={1}
            text={cost.text}
            tone={cost.isNear ? "warn" : "note"}
          />
        )}
      </div>
      <Figures>
        <Figure
          label="Virtual users"
          value={vus === null ? "–" : formatNumber(vus)}
          hint={run.start === null ? undefined : `at most ${formatNumber(run.start.peakVus)}`}
        />
        <Figure label="Requests" value={perSecond === null ? "–" : formatRate(perSecond)} hint="over the last 10 s" />
        <Figure label="p95" value={p95 === null ? "–" : formatMs(p95)} hint="of the last second" />
        <Figure
          label="Failed requests"
          value={errorText(errorShare)}
          hint="over the last 10 s"
          tone={errorShare !== null && errorShare > 0 ? "fail" : undefined}
        />
        <Figure
          label="Dropped iterations"
          value={dropped === 0 ? "none" : formatNumber(dropped)}
          hint={dropped === 0 ? "the load arrives as planned" : "in the last 10 s: the load does not arrive"}
          tone={dropped === 0 ? undefined : "fail"}
        />
      </Figures>
    </>
  );
}
