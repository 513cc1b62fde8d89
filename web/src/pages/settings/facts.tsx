import type { ReactNode } from "react";
import classes from "./facts.module.css";

export type Fact = readonly [name: string, value: ReactNode];

/** Names and values in columns. */
export function Facts({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value], index) => (
        <div key={`${name}${index}`}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
