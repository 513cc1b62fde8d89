import { formatMs, formatQuantity } from "../../../contract/format-quantity.ts";
import type { ChartSpec } from "../../../contract/run.ts";
import { colourPlace, seriesColours } from "../chart-palette.ts";
import { drawChart } from "../draw-chart.ts";
import { html, trusted, type Markup } from "./markup.ts";

/** Every chart with its title and a legend that says the largest value, so that the page can be read without the picture. */
export function showCharts(charts: readonly ChartSpec[]): Markup {
  if (charts.length === 0) return html``;
  const shaded = charts.some(({ spans }) => spans.length > 0);
  return html`<section id="charts">
    <header>
      <h2>Charts</h2>
      <p>${shaded ? "the shaded part is judged" : ""}</p>
    </header>
    <div class="charts">${charts.map(showChart)}</div>
  </section>`;
}

function showChart(chart: ChartSpec): Markup {
  const drawn = drawChart(chart).replace("<svg ", '<svg role="img" aria-hidden="true" ');
  return html`<figure class="card">
    <figcaption>
      <h2>${chart.title}</h2>
      <span class="legend"
        >${chart.series.map(
          ({ name }, index) =>
            html`<span
              ><i style="background:${seriesColours[colourPlace(name, index)]}"></i>${name}
              <em>${summaryOf(chart, index)}</em></span
            >`,
        )}</span
      >
    </figcaption>
    ${trusted(drawn)}
  </figure>`;
}

function summaryOf(chart: ChartSpec, index: number): string {
  if (chart.kind === "stacked-bars") return "";
  const values = chart.series[index]?.values ?? [];
  let largest: number | null = null;
  let at = 0;
  for (const [place, value] of values.entries()) {
    if (value !== null && (largest === null || value > largest)) [largest, at] = [value, place];
  }
  if (largest === null) return "no data";
  if (chart.kind === "distribution") return `mostly about ${formatMs(Number(chart.x[at] ?? 0), 2)}`;
  return `peak ${formatQuantity(largest, chart.yUnit)}`;
}
