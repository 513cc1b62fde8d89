import { formatLongDuration, formatNumber, formatShare, formatSignificant } from "../../../contract/format-quantity.ts";
import type { BudgetResult } from "../../../contract/error-budget.ts";
import type { Score } from "../../../contract/objective-result.ts";
import { html, type Markup } from "./markup.ts";
import { number } from "./table-cells.ts";

/** What the run burns of each error budget. */
export function showBudgets(budgets: readonly BudgetResult[]): Markup {
  return html`<div class="wrap">
    <table class="stack">
      <thead>
        <tr>
          <th>Objective</th>
          <th class="num">Bad</th>
          <th class="num">Allowed</th>
          <th class="num">Burn rate</th>
          <th class="num">Used up after</th>
          <th class="num">At production volume</th>
        </tr>
      </thead>
      <tbody>
        ${budgets.map(showBudget)}
      </tbody>
    </table>
  </div>`;
}

function showBudget({
  objective,
  observed,
  allowed,
  burnRate,
  windowMs,
  exhaustedAfterMs,
  atVolume,
  remaining,
  windows,
}: BudgetResult): Markup {
  const alerting = windows.filter((window) => window.alerting);
  const notes = [
    `budget of ${formatLongDuration(windowMs)}${remaining === null ? "" : `, ${formatShare(remaining, 0)} of it left`}`,
    ...alerting.map(
      ({ longMs, shortMs, longRate, shortRate, alertAt }) =>
        `an alert at ${formatSignificant(alertAt)} times would fire: ${formatSignificant(longRate)} times over ${formatLongDuration(longMs)}, ${formatSignificant(shortRate)} over ${formatLongDuration(shortMs)}`,
    ),
  ];
  return html`<tr>
    <td class="wide">
      <div><span class="name">${objective}</span>${notes.map((note) => html`<small>${note}</small>`)}</div>
    </td>
    ${number("Bad", formatShare(observed))}${number("Allowed", formatShare(allowed))}${number("Burn rate", `${formatSignificant(burnRate)}×`, burnRate > 1 ? "hot" : "")}${number("Used up after", exhaustedAfterMs === null ? "never" : formatLongDuration(exhaustedAfterMs))}${number("At production volume", atVolume === null ? "–" : `${formatNumber(atVolume.bad)} bad of ${formatNumber(atVolume.allowed)} allowed`)}
  </tr>`;
}

/** The total score of a scored set, objective by objective. */
export function showScore({ objectives }: Score): Markup {
  const levels = { pass: "ok", warning: "warn", fail: "fail", "no-data": "open", informational: "note" } as const;
  return html`<div class="wrap">
    <table class="stack">
      <thead>
        <tr>
          <th>Result</th>
          <th>Objective</th>
          <th class="num">Points</th>
          <th class="num">Weight</th>
        </tr>
      </thead>
      <tbody>
        ${objectives.map(
          ({ name, result, points, weight, keySli, criteria }) =>
            html`<tr>
              <td class="wide">
                <div><span class="chip ${levels[result]}">${result}</span></div>
              </td>
              <td class="wide">
                <div>
                  <span class="name">${name}</span
                  >${keySli ? html`<small>decides alone when it fails</small>` : null}${criteria.map(
                    ({ text, met }) =>
                      html`<small>${text}: ${met === null ? "not asked" : met ? "holds" : "does not hold"}</small>`,
                  )}
                </div>
              </td>
              ${number("Points", formatSignificant(points))}${number("Weight", formatSignificant(weight))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
