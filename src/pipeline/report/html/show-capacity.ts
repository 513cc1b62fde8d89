import {
  formatDuration,
  formatMs,
  formatQuantity,
  formatRate,
  formatShare,
  formatSignificant,
} from "../../../contract/format-quantity.ts";
import type { Capacity } from "../../../contract/capacity.ts";
import { html, type Markup } from "./markup.ts";
import { number } from "./table-cells.ts";

const latency = (ms: number | null): string => (ms === null ? "–" : formatMs(ms));

/** Figures of each level of a rising load. */
export function showCapacity({ steps, apdexToleratedMs, usl }: Capacity): Markup {
  return html`<div class="wrap">
      <table class="stack">
        <thead>
          <tr>
            <th>Load</th>
            <th class="num">Answered</th>
            <th class="num">p50</th>
            <th class="num">p95</th>
            <th class="num">Errors</th>
            <th class="num">Apdex (T = ${formatMs(apdexToleratedMs)})</th>
          </tr>
        </thead>
        <tbody>
          ${steps.map(
            ({ fromMs, toMs, offered, unit, throughput, p50, p95, errorRate, apdex }) =>
              html`<tr>
                <td class="wide">
                  <div>
                    <span class="name">${formatQuantity(offered, unit)}${unit === "vus" ? " users" : ""}</span
                    ><small>${formatDuration(fromMs)} to ${formatDuration(toMs)}</small>
                  </div>
                </td>
                ${number("Answered", formatRate(throughput))}${number("p50", latency(p50))}${number("p95", latency(p95))}${number("Errors", errorRate === null ? "–" : formatShare(errorRate), (errorRate ?? 0) > 0 ? "hot" : "")}${number("Apdex", apdex === null ? "–" : formatSignificant(apdex, 2))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${
      usl === null
        ? null
        : html`<p class="none" style="padding:18px 20px">
            Universal Scalability Law: λ ${formatSignificant(usl.lambda)}, σ ${formatSignificant(usl.sigma)}, κ
            ${formatSignificant(usl.kappa)}; the peak of ${formatRate(usl.peak)} lies at
            ${formatSignificant(usl.peakAt)} requests at a time.
          </p>`
    }`;
}
