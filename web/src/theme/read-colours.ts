/** Colours for what cannot read CSS variables, such as a canvas. */
export interface ChartColours {
  readonly series: readonly string[];
  readonly text: string;
  readonly grid: string;
  readonly axis: string;
  readonly span: string;
  readonly limit: string;
  readonly fail: string;
  readonly warn: string;
  readonly faint: string;
  readonly card: string;
}

/** As they are now; asked again when the scheme changes. */
export function readChartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  return {
    series: [1, 2, 3, 4, 5, 6].map((place) => colour(`--chart-${place}`)),
    text: colour("--chart-text"),
    grid: colour("--chart-grid"),
    axis: colour("--chart-axis"),
    span: colour("--chart-span"),
    limit: colour("--chart-limit"),
    fail: colour("--fail"),
    warn: colour("--warn"),
    faint: colour("--chart-6"),
    card: colour("--card"),
  };
}
