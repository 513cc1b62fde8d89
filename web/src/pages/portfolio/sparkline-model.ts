/** Points of a small line, `x,y x,y`, the lowest value at the bottom; pieces between gaps. `width` and `height` in pixels. */
export function sparkline(values: readonly (number | null)[], width: number, height: number): string[] {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return [];
  const most = Math.max(...known);
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  // From 0, so that a small change looks small.
  const y = (value: number): number => (most === 0 ? height : height - (value / most) * height);
  const pieces: string[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) pieces.push([]);
    else pieces.at(-1)?.push(`${short(index * step)},${short(y(value))}`);
  });
  return pieces.filter((piece) => piece.length > 0).map((piece) => piece.join(" "));
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
