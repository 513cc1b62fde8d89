const bars = "▁▂▃▄▅▆▇█";

/** Values as a line of bars from the least to the greatest, newest last, of at most `columns`; older values are left out, missing ones blank. Equal values are a line of low bars. */
export function sparkline(values: readonly (number | null)[], columns: number): string {
  const shown = values.slice(-columns);
  const known = shown.filter((value) => value !== null);
  const least = known.reduce((lower, value) => Math.min(lower, value), Infinity);
  const span = known.reduce((upper, value) => Math.max(upper, value), -Infinity) - least;
  return shown
    .map((value) => {
      if (value === null) return " ";
      const step = span === 0 ? 0 : Math.round(((value - least) / span) * (bars.length - 1));
      return bars[step] ?? " ";
    })
    .join("");
}
