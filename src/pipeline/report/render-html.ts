import { formatCount, formatSignificant } from "../../contract/format-quantity.ts";
import type { Analysis } from "../../contract/run.ts";
import { isPartial } from "./describe-stop.ts";
import { showBudgets, showScore } from "./html/show-budgets.ts";
import { showCapacity } from "./html/show-capacity.ts";
import { showComparison } from "./html/show-comparison.ts";
import { html, trusted, type Markup } from "./html/markup.ts";
import { pageStyle } from "./html/page-style.ts";
import { showCharts } from "./html/show-charts.ts";
import { showEvidence, showRunFacts } from "./html/show-run-facts.ts";
import { showSafety } from "./html/show-safety.ts";
import { showSummary } from "./html/show-summary.ts";
import {
  showEndpoints,
  showErrors,
  showObjectives,
  showQuality,
  showScenarios,
  showSection,
} from "./html/show-tables.ts";

/**
 * The report as one HTML file that needs nothing else: no script, no request, light and dark, narrow and wide, paper.
 * The same analysis gives the same bytes.
 */
export function renderHtml(analysis: Analysis): string {
  const { document, evidence, charts } = analysis;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${document.verdict}: ${document.plan.name} on ${document.environment}</title>
        <style>
          ${trusted(pageStyle)}
        </style>
      </head>
      <body>
        ${showBar(analysis)}
        <main>
          ${showSummary(analysis)}
          ${showSection("objectives", "Objectives", isPartial(document) ? "over what was run of the judged part" : "over the judged part of the run", showObjectives(document))}
          ${document.score === null ? null : showSection("score", "Score", `${formatSignificant(document.score.percent)} % of the points; pass from ${formatSignificant(document.score.passPercent)} %, warning from ${formatSignificant(document.score.warningPercent)} %`, showScore(document.score))}
          ${document.budgets.length === 0 ? null : showSection("budgets", "Error budgets", "as if production answered like the judged part", showBudgets(document.budgets))}
          ${document.capacity === null ? null : showSection("capacity", "Capacity", document.capacity.kneeText, showCapacity(document.capacity))}
          ${showSection("comparison", "Against earlier runs", "the unit of evidence is the run; one endpoint at a time", showComparison(document))}
          ${showSection("endpoints", "Endpoints", "over the whole run; latency from sending to the last byte, failed requests included", showEndpoints(document))}
          ${showSection("scenarios", "Load", "iterations asked for and made", showScenarios(document))}
          ${showSection("errors", "Errors", errorRemark(analysis), showErrors(document))} ${showCharts(charts)}
          ${showSection("quality", "Quality of the run", document.quality.delivered ? "the load was delivered" : "the load was not delivered", showQuality(document))}
          ${showSafety(analysis)} ${showSection("run", "Run", "", showRunFacts(document))} ${showEvidence(evidence)}
        </main>
        <footer>
          Written by perf-agent from the run folder alone; <code>perf-agent replay ${document.runId}</code> gives the
          same bytes.
        </footer>
      </body>
    </html> `;
  return page.markup;
}

function showBar({ document, charts, certificate }: Analysis): Markup {
  const places = [
    "summary",
    "objectives",
    "comparison",
    "endpoints",
    "load",
    "errors",
    ...(charts.length > 0 ? ["charts"] : []),
    "quality",
    ...(certificate === null ? [] : ["safety"]),
    "run",
  ];
  return html`<div class="bar">
    <div>
      <b>${document.plan.name}</b><span class="chip ${document.verdict}">${document.verdict}</span>
      <nav aria-label="Sections">
        ${places.map(
          (place) =>
            html`<a href="#${place === "load" ? "scenarios" : place}"
              >${place.slice(0, 1).toUpperCase()}${place.slice(1)}</a
            >`,
        )}
      </nav>
    </div>
  </div>`;
}

function errorRemark({ document }: Analysis): string {
  const { failedRequests, requests } = document.totals;
  return failedRequests === 0
    ? ""
    : `${formatCount(failedRequests, "failed request")} of ${formatCount(requests, "request")}`;
}
