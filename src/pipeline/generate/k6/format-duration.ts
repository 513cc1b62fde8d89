const units = [
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1_000],
  ["ms", 1],
] as const;

/** Milliseconds as a duration that k6 reads and people like: 90000 is "1m30s", 0 is "0s". Parts of a millisecond are dropped. */
export function formatDuration(ms: number): string {
  let rest = Math.trunc(ms);
  let text = "";
  for (const [unit, size] of units) {
    const count = Math.trunc(rest / size);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * size;
  }
  return text === "" ? "0s" : text;
}
