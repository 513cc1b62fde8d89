/** One run of a paired comparison; `pair` counts from 1. */
export interface Turn {
  readonly side: "before" | "after";
  readonly pair: number;
}

/**
 * The order of `pairs` runs of each of two builds: blocks of two pairs, each ABBA or BAAB by a draw of `random` (uniform in [0, 1)),
 * so that a steady drift of the machine falls on both builds alike (Student 1938); a last odd pair is half a block.
 * Neighbours are a pair.
 */
export function interleaveRuns(pairs: number, random: () => number): readonly Turn[] {
  const turns: Turn[] = [];
  for (let first = 1; first <= pairs; first += 2) {
    const [one, other] = random() < 0.5 ? (["before", "after"] as const) : (["after", "before"] as const);
    turns.push({ side: one, pair: first }, { side: other, pair: first });
    if (first < pairs) turns.push({ side: other, pair: first + 1 }, { side: one, pair: first + 1 });
  }
  return turns;
}
