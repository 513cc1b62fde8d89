import type { ChartColours } from "../../theme/read-colours.ts";
import classes from "./chart-legend.module.css";
import type { ChartSeries } from "./chart-series.ts";
import { colourOf } from "./plot-options.ts";

export interface ChartLegendProps {
  readonly series: readonly ChartSeries[];
  readonly colours: ChartColours;
  readonly hidden: ReadonlySet<string>;
  /** Its value at the cursor; null: there is no cursor. */
  readonly valueOf: (series: ChartSeries) => string | null;
  readonly onToggle: (name: string) => void;
}

/** Names of the series; pressing one takes it out of the chart and back. */
export function ChartLegend({ series, colours, hidden, valueOf, onToggle }: ChartLegendProps) {
  return (
    <ul className={`plain ${classes.legend ?? ""}`}>
      {series.map((each, place) => {
        const value = valueOf(each);
        const isShown = !hidden.has(each.name);
        return (
          <li key={each.name}>
            <button type="button" aria-pressed={isShown} onClick={() => onToggle(each.name)}>
              <i data-dashed={each.dashed === true} style={{ borderColor: colourOf(each, place, colours) }} />
              {each.name}
            </button>
            {value !== null && isShown && <b>{value}</b>}
          </li>
        );
      })}
    </ul>
  );
}
