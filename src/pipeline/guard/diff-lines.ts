/** One line of two texts laid over each other. */
export interface DiffLine {
  readonly kind: "same" | "added" | "removed";
  readonly text: string;
}

/** Differences beyond which lines are not matched any more: two texts so far apart are read as an old one and a new one. */
const editsAtMost = 1500;

/**
 * The fewest lines to remove from one text and to add to it so that it becomes the other, by the greedy algorithm of Myers ("An O(ND)
 * difference algorithm and its variations", Algorithmica 1, 1986, section 4). Lines end at "\n"; a line break at the end of both texts,
 * or of the only one, makes no line of its own.
 */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const ends = [before, after].every((text) => text === "" || text.endsWith("\n"));
  const [old, now] = [linesOf(before, ends), linesOf(after, ends)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - start && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1;
  const changed = changesOf(old.slice(start, old.length - tail), now.slice(start, now.length - tail));
  return [...as("same", old.slice(0, start)), ...changed, ...as("same", old.slice(old.length - tail))];
}

function linesOf(text: string, endsWithBreak: boolean): string[] {
  if (text === "") return [];
  return (endsWithBreak ? text.slice(0, -1) : text).split("\n");
}

function as(kind: DiffLine["kind"], lines: readonly string[]): DiffLine[] {
  return lines.map((text) => ({ kind, text }));
}

/** Two texts without a common beginning and end. */
function changesOf(old: readonly string[], now: readonly string[]): DiffLine[] {
  const trace = traceOf(old, now);
  if (trace === null) return [...as("removed", old), ...as("added", now)];
  const found: DiffLine[] = [];
  let [x, y] = [old.length, now.length];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const furthest = trace[edits] ?? new Map<number, number>();
    const diagonal = x - y;
    const down = goesDown(furthest, diagonal, edits);
    const fromX = edits === 0 ? 0 : (furthest.get(down ? diagonal + 1 : diagonal - 1) ?? 0);
    const fromY = edits === 0 ? 0 : fromX - (down ? diagonal + 1 : diagonal - 1);
    // A run of equal lines is walked along the diagonal; before it stands the one edit that led there.
    const runX = edits === 0 || down ? fromX : fromX + 1;
    for (; x > runX; x -= 1) found.push({ kind: "same", text: old[x - 1] ?? "" });
    if (edits > 0)
      found.push(down ? { kind: "added", text: now[fromY] ?? "" } : { kind: "removed", text: old[fromX] ?? "" });
    [x, y] = [fromX, fromY];
  }
  return found.toReversed();
}

/** For each number of edits, how far along each diagonal one less reached; null: too many are needed. */
function traceOf(old: readonly string[], now: readonly string[]): ReadonlyMap<number, number>[] | null {
  const trace: Map<number, number>[] = [];
  let furthest = new Map<number, number>();
  for (let edits = 0; edits <= Math.min(editsAtMost, old.length + now.length); edits += 1) {
    trace.push(furthest);
    const next = new Map<number, number>();
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const down = goesDown(furthest, diagonal, edits);
      let x = edits === 0 ? 0 : down ? (furthest.get(diagonal + 1) ?? 0) : (furthest.get(diagonal - 1) ?? 0) + 1;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
      next.set(diagonal, x);
      if (x >= old.length && x - diagonal >= now.length) return trace;
    }
    furthest = next;
  }
  return null;
}

/** Whether a diagonal is reached by adding a line, from the one above, rather than by removing one. */
function goesDown(furthest: ReadonlyMap<number, number>, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && (furthest.get(diagonal - 1) ?? -1) < (furthest.get(diagonal + 1) ?? -1);
}
