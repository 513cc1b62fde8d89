import { formatQuantity } from "../../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../../src/contract/run.ts";
import classes from "./stacked-bars.module.css";

/** One bar a name, made of the series' values in their order; each part says its figure to those who point at it. */
export function StackedBars({ spec }: { readonly spec: ChartSpec }) {
  const totals = spec.x.map((_, index) => spec.series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const largest = Math.max(...totals, Number.EPSILON);
  return (
    <figure className={classes.frame}>
      <figcaption>
        <h3>{spec.title}</h3>
        <ul className={`plain ${classes.legend ?? ""}`}>
          {spec.series.map(({ name }, place) => (
            <li key={name}>
              <i style={{ background: colour(place) }} />
              {name}
            </li>
          ))}
        </ul>
      </figcaption>
      <table className={classes.bars}>
        <caption className="unseen">{spec.title}</caption>
        <tbody>
          {spec.x.map((name, index) => (
            <tr key={String(name)}>
              <th scope="row">{name}</th>
              <td>
                <div className={classes.track}>
                  {spec.series.map(({ name: part, values }, place) => {
                    const value = values[index] ?? 0;
                    if (value <= 0) return null;
                    const text = `${part} ${formatQuantity(value, spec.yUnit)}`;
                    return (
                      <i key={part} title={text} style={{ width: `${(100 * value) / largest}%`, background: colour(place) }}>
                        <span className="unseen">{text}, </span>
                      </i>
                    );
                  })}
                </div>
              </td>
              <td className={classes.total}>{formatQuantity(totals[index] ?? 0, spec.yUnit)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

const colour = (place: number): string => `var(--chart-${(place % 6) + 1})`;
