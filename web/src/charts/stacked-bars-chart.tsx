import { formatQuantity } from "../../../src/contract/format-quantity.ts";
import type { ChartSpec } from "../../../src/contract/run.ts";
import classes from "./charts.module.css";
import { stackedRows } from "./stacked-rows.ts";

const mostShown = 40;
/** Parts that have the same colour everywhere; `waiting` is mostly the largest and has the calmest. */
const placesOfPhases = ["waiting", "connecting", "receiving", "sending", "tls", "blocked"];

/** One bar a name, its parts beside each other, such as where the time of each endpoint goes. The longest first. */
export function StackedBarsChart({ spec }: { readonly spec: ChartSpec }) {
  const rows = stackedRows(spec);
  const most = Math.max(rows[0]?.total ?? 0, Number.EPSILON);
  const colours = spec.series.map(({ name }, index) => colourOf(name, index));
  return (
    <figure className={classes.frame}>
      <figcaption className={classes.caption}>
        <h3>{spec.title}</h3>
        <ul className={`plain ${classes.legend ?? ""}`}>
          {spec.series.map(({ name }, index) => (
            <li key={name}>
              <i style={{ borderColor: colours[index] }} />
              {name}
            </li>
          ))}
        </ul>
      </figcaption>
      <div className={classes.scroll} tabIndex={0} role="region" aria-label={spec.title}>
        <table className={classes.bars}>
          <caption className="unseen">
            {rows.length > mostShown ? `The ${mostShown} longest of ${rows.length}` : `${rows.length} rows`}
          </caption>
          <tbody>
            {rows.slice(0, mostShown).map(({ name, parts, total }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>
                  <div className={classes.track}>
                    {parts.map((value, index) => {
                      if (value <= 0) return null;
                      const part = spec.series[index]?.name ?? "";
                      const text = `${part} ${formatQuantity(value, spec.yUnit)}`;
                      return (
                        <i
                          key={part}
                          title={text}
                          style={{ width: `${(100 * value) / most}%`, background: colours[index] }}
                        >
                          <span className="unseen">{text}, </span>
                        </i>
                      );
                    })}
                  </div>
                </td>
                <td>{formatQuantity(total, spec.yUnit)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

function colourOf(name: string, index: number): string {
  const known = placesOfPhases.indexOf(name);
  return `var(--chart-${((known === -1 ? index : known) % 6) + 1})`;
}
