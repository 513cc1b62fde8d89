import type { ReactElement } from "react";
import styles from "./charts.module.css";

export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  /** Newest value; absent where it says nothing. */
  readonly value?: string;
}

/** Names the series of a chart. */
export function Legend({ entries }: { readonly entries: readonly LegendEntry[] }): ReactElement {
  return (
    <ul className={styles.legend}>
      {entries.map(({ name, colour, value }) => (
        <li key={name}>
          <span className={styles.swatch} style={{ background: colour }} aria-hidden />
          {name}
          {value === undefined ? null : ` ${value}`}
        </li>
      ))}
    </ul>
  );
}
