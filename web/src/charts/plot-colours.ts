import { seriesColours } from "./series-colours.ts";

/** What a canvas is drawn with: it does not know the variables of the style sheet. */
export interface PlotColours {
  /** By place; see `seriesColours`. */
  readonly series: readonly string[];
  readonly text: string;
  readonly grid: string;
  readonly axis: string;
  readonly span: string;
  readonly limit: string;
  readonly mark: string;
  readonly font: string;
}

/** The colours that hold for an element now. Asked again when the page turns dark or light. */
export function plotColoursOf(element: Element): PlotColours {
  const style = getComputedStyle(element);
  const colour = (variable: string, otherwise: string): string => {
    const value = style.getPropertyValue(variable).trim();
    return value === "" ? otherwise : value;
  };
  return {
    series: seriesColours.map((text) => {
      const [, variable = "", otherwise = ""] = /^var\((--[\w-]+), (#\w+)\)$/u.exec(text) ?? [];
      return colour(variable, otherwise);
    }),
    text: colour("--chart-text", "#667085"),
    grid: colour("--chart-grid", "#e8eaee"),
    axis: colour("--chart-axis", "#c9cdd5"),
    span: colour("--chart-span", "#eef1f6"),
    limit: colour("--chart-limit", "#c8322b"),
    mark: colour("--chart-2", "#c2620c"),
    font: `11px ${style.fontFamily === "" ? "sans-serif" : style.fontFamily}`,
  };
}
