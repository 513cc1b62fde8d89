import { formatChange, formatCount } from "../../../../src/contract/format-quantity.ts";
import type { BasisSummary } from "../../../../src/contract/comparison.ts";
import { Link } from "wouter";
import { When } from "../../components/when.tsx";
import classes from "./analysis.module.css";
import { placeText } from "./words.ts";

const mostDrift = 5;

/** What a run was compared with, and what was left out and why. */
export function BasisFacts({ basis }: { readonly basis: BasisSummary }) {
  const { runs, oldestAt, newestAt, cut, anchor, drift, excluded, calibrated, confirms } = basis;
  const largest = drift.toSorted((one, other) => Math.abs(other.effect) - Math.abs(one.effect)).slice(0, mostDrift);
  return (
    <dl className={classes.facts}>
      <dt>Compared with</dt>
      <dd>
        {formatCount(runs, "comparable run")}
        {oldestAt !== null && newestAt !== null && (
          <>
            {" "}
            from <When at={oldestAt} format="date" /> to <When at={newestAt} format="date" />
          </>
        )}
      </dd>
      <dt>Noise</dt>
      <dd>
        {calibrated
          ? "known: a confirmed regression fails the run"
          : "not known well yet: a confirmed regression only warns until there are ten comparable runs or a calibration"}
      </dd>
      {cut !== null && (
        <>
          <dt>Runs count from</dt>
          <dd>
            <When at={cut.at} format="date" />: {cut.why}
          </dd>
        </>
      )}
      {confirms !== null && (
        <>
          <dt>Repeats</dt>
          <dd>
            <RunLink runId={confirms} />
          </dd>
        </>
      )}
      {anchor !== null && (
        <>
          <dt>Since the anchor</dt>
          <dd>
            {largest.length === 0
              ? "nothing in common with this run"
              : largest
                  .map(
                    ({ statistic, endpoint, scenario, effect }) =>
                      `${statistic} of ${placeText(endpoint, scenario)} ${formatChange(effect)}`,
                  )
                  .join(", ")}{" "}
            ({anchor.label}, <RunLink runId={anchor.runId} />)
          </dd>
        </>
      )}
      {excluded.length > 0 && (
        <>
          <dt>Left out</dt>
          <dd>
            <details>
              <summary>{formatCount(excluded.length, "earlier run")}</summary>
              <ul className={classes.points}>
                {excluded.map(({ runId, why }) => (
                  <li key={runId}>
                    <RunLink runId={runId} />: {why.join("; ")}
                  </li>
                ))}
              </ul>
            </details>
          </dd>
        </>
      )}
    </dl>
  );
}

function RunLink({ runId }: { readonly runId: string }) {
  return <Link href={`/runs/${encodeURIComponent(runId)}`}>{runId}</Link>;
}
