/** Colours of charts as CSS variables with a light fallback, so that one SVG serves light, dark and a page without our style. */
export const seriesColours = [
  "var(--chart-1,#3b6fd8)",
  "var(--chart-2,#c2620c)",
  "var(--chart-3,#0f8a74)",
  "var(--chart-4,#8a4fc7)",
  "var(--chart-5,#b8336a)",
  "var(--chart-6,#6b7280)",
] as const;

/** Colour of the series at `index`; colours repeat after six. */
export function seriesColour(index: number): string {
  return seriesColours[index % seriesColours.length] ?? seriesColours[0];
}

/** Colours of what is not a series. */
export const chartInk = {
  text: "var(--chart-text,#667085)",
  grid: "var(--chart-grid,#e8eaee)",
  axis: "var(--chart-axis,#c9cdd5)",
  span: "var(--chart-span,#eef1f6)",
  /** What the chart lies on, behind labels. */
  paper: "var(--chart-paper,#fff)",
  limit: "var(--chart-limit,#c8322b)",
} as const;
