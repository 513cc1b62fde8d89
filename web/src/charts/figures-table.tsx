import { useState, type ReactElement } from "react";
import styles from "./charts.module.css";

interface FiguresTableProps {
  /** Of what: read out with the table. */
  readonly caption: string;
  readonly head: readonly string[];
  /** Made when somebody opens it, as charts have hundreds of rows. */
  readonly rows: () => readonly (readonly string[])[];
}

/** The figures of a chart as a table, for people who do not see it or want to copy from it. */
export function FiguresTable({ caption, head, rows }: FiguresTableProps): ReactElement {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.figures} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Figures</summary>
      {isOpen && (
        <div className={styles.scroll} tabIndex={0} role="region" aria-label={`Figures of ${caption}`}>
          <table>
            <caption hidden>{caption}</caption>
            <thead>
              <tr>
                {head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows().map((row, index) => (
                // Rows have no name of their own and never move.
                <tr key={index}>
                  {row.map((cell, column) => (
                    <td key={column}>{cell}</td>
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
