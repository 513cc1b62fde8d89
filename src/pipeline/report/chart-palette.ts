/** Colours of charts as CSS variables with a light fallback, so that one SVG serves light, dark and a page without our style. */
export const seriesColours = [
  "var(--chart-1,#3b6fd8)",
  "var(--chart-2,#c2620c)",
  "var(--chart-3,#0f8a74)",
  "var(--chart-4,#8a4fc7)",
  "var(--chart-5,#b8336a)",
  "var(--chart-6,#6b7280)",
] as const;

/** Phases of a request keep their colours, whichever of them a chart has; `waiting` is mostly the largest and gets the calmest. */
const phasePlaces: Readonly<Record<string, number>> = {
  waiting: 0,
  connecting: 1,
  receiving: 2,
  sending: 3,
  tls: 4,
  blocked: 5,
};

/** Place in `seriesColours` of a series; colours repeat after six. */
export function colourPlace(name: string, index: number): number {
  return phasePlaces[name] ?? index % seriesColours.length;
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
