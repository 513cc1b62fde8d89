import type { LoadPreview } from "../../../../src/contract/load-preview.ts";
import { formatDuration, formatNumber, formatRate } from "../../../../src/contract/format-quantity.ts";
import classes from "./scenario-lanes.module.css";

type Scenario = LoadPreview["scenarios"][number];

/** A lane a scenario on one axis of time: rising and falling pale, holding full, draining hatched. */
export function ScenarioLanes({ preview }: { readonly preview: LoadPreview }) {
  const { scenarios, maxDurationMs } = preview;
  return (
    <table className={classes.lanes}>
      <caption className="unseen">When each scenario acts, and with how much</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">Scenario</th>
          <th scope="col">Load</th>
          <th scope="col">When</th>
        </tr>
      </thead>
      <tbody>
        {scenarios.map((scenario) => (
          <tr key={scenario.name}>
            <th scope="row">
              {scenario.name}
              <small>{sayModel(scenario)}</small>
            </th>
            <td className={classes.amount}>{sayLoad(scenario)}</td>
            <td className={classes.time}>
              <span className="unseen">{sayWhen(scenario)}</span>
              <Lane scenario={scenario} lengthMs={maxDurationMs} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Lane({ scenario, lengthMs }: { readonly scenario: Scenario; readonly lengthMs: number }) {
  const { startMs, endMs, drainMs, hold } = scenario;
  const part = (fromMs: number, toMs: number) => ({
    left: `${share(fromMs, lengthMs)}%`,
    width: `${Math.max(0, share(toMs, lengthMs) - share(fromMs, lengthMs))}%`,
  });
  return (
    <div className={classes.lane} title={sayWhen(scenario)} aria-hidden="true">
      <i className={classes.load} style={part(startMs, endMs)} />
      {hold !== null && <i className={classes.hold} style={part(hold.fromMs, hold.toMs)} />}
      <i className={classes.drain} style={part(endMs, endMs + drainMs)} />
    </div>
  );
}

function share(ms: number, lengthMs: number): number {
  return lengthMs <= 0 ? 0 : Math.min(100, (100 * ms) / lengthMs);
}

function sayModel({ model }: Scenario): string {
  if (model === "open") return "by rate: arrivals do not wait for answers";
  return model === "closed" ? "by users: each waits for its answer" : "a number of iterations";
}

function sayLoad({ peakVus, peakRatePerSecond }: Scenario): string {
  const users = peakVus === 1 ? "1 user" : `${formatNumber(peakVus)} users`;
  return peakRatePerSecond === null ? users : `${formatRate(peakRatePerSecond)}, up to ${users}`;
}

function sayWhen({ startMs, endMs, drainMs, hold }: Scenario): string {
  const holding = hold === null ? "" : `, holds from ${formatDuration(hold.fromMs)} to ${formatDuration(hold.toMs)}`;
  const draining = drainMs === 0 ? "" : `, then up to ${formatDuration(drainMs)} for what is under way`;
  return `${formatDuration(startMs)} to ${formatDuration(endMs)}${holding}${draining}`;
}
