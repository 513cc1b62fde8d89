/** Colours of series as the theme declares them for light and dark; six that people with any colour vision tell apart. */
export const seriesColours = [
  "var(--chart-1, #3b6fd8)",
  "var(--chart-2, #c2620c)",
  "var(--chart-3, #0f8a74)",
  "var(--chart-4, #8a4fc7)",
  "var(--chart-5, #b8336a)",
  "var(--chart-6, #6b7280)",
] as const;

/** Dashes that go with the colours, so that a line is known without its colour; empty: a whole line. */
export const seriesDashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [8, 3, 2, 3], [12, 4], [4, 4]];

export function colourOf(place: number): string {
  return seriesColours[place % seriesColours.length] ?? seriesColours[0];
}

/** Phases of a request have the same colour everywhere; `waiting` is mostly the largest and has the calmest. */
const phasePlaces: ReadonlyMap<string, number> = new Map(
  ["waiting", "connecting", "receiving", "sending", "tls", "blocked"].map((name, place) => [name, place]),
);

/** Place in the palette of a series by its name, else by its index. */
export function colourPlace(name: string, index: number): number {
  return phasePlaces.get(name) ?? index % seriesColours.length;
}
