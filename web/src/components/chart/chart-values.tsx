import { useState } from "react";
import classes from "./chart-values.module.css";
import { thinnedPlaces, type ChartSeries } from "./chart-series.ts";

export interface ChartValuesProps {
  readonly title: string;
  readonly xs: ArrayLike<number>;
  readonly series: readonly ChartSeries[];
  readonly sayX: (value: number) => string;
  readonly sayY: (value: number | null | undefined) => string;
}

const mostRows = 60;

/** The chart's figures as a table, made when somebody opens it. Long ones are thinned, which the caption says. */
export function ChartValues({ title, xs, series, sayX, sayY }: ChartValuesProps) {
  const [isOpen, setIsOpen] = useState(false);
  const places = isOpen ? thinnedPlaces(xs.length, mostRows) : [];
  return (
    <details className={`${classes.values ?? ""} no-print`} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        Figures<span className="unseen"> of {title}</span>
      </summary>
      {isOpen && (
        <div className={classes.box} tabIndex={0} role="region" aria-label={`Figures of ${title}`}>
          <table>
            <caption>
              {places.length < xs.length ? `${places.length} of ${xs.length} rows, evenly spread` : `${xs.length} rows`}
            </caption>
            <thead>
              <tr>
                <th scope="col">at</th>
                {series.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {places.map((place) => (
                <tr key={place}>
                  <th scope="row">{sayX(xs[place] ?? 0)}</th>
                  {series.map(({ name, values }) => (
                    <td key={name}>{sayY(values[place])}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}
