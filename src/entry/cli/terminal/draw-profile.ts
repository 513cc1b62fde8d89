/** One value over time as corner points; between them it goes in straight lines, two at the same time are a jump. */
export interface ProfilePoint {
  readonly atMs: number;
  readonly value: number;
}

const levels = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** Draws a profile as `rows` lines of blocks, `width` columns wide: the area under the line, full height at the largest value. */
export function drawProfile(points: readonly ProfilePoint[], width: number, rows: number): string[] {
  const end = points.at(-1)?.atMs ?? 0;
  const peak = Math.max(0, ...points.map(({ value }) => value));
  const heights = Array.from({ length: width }, (_, column) => {
    const value =
      end === 0
        ? (points[0]?.value ?? 0)
        : largestBetween(points, (column / width) * end, ((column + 1) / width) * end);
    const eighths = peak === 0 ? 0 : Math.round((value / peak) * rows * 8);
    return value > 0 ? Math.max(1, eighths) : 0;
  });
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * 8;
    return heights.map((height) => levels[Math.min(8, Math.max(0, height - below))] ?? " ").join("");
  });
}

/** The value in the middle of a column, or a corner point inside it that is higher: ramps stay ramps, short spikes are not lost. */
function largestBetween(points: readonly ProfilePoint[], from: number, to: number): number {
  let largest = Math.max(valueAt(points, (from + to) / 2), 0);
  for (const { atMs, value } of points) if (atMs > from && atMs < to && value > largest) largest = value;
  return largest;
}

function valueAt(points: readonly ProfilePoint[], atMs: number): number {
  let before = points[0];
  for (const point of points) {
    if (point.atMs > atMs) {
      if (before === undefined || before.atMs >= point.atMs) return point.value;
      return before.value + ((point.value - before.value) * (atMs - before.atMs)) / (point.atMs - before.atMs);
    }
    before = point;
  }
  return before?.value ?? 0;
}
