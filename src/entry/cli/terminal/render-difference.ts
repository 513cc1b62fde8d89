import { formatCount } from "../../../contract/format-quantity.ts";
import type { FileDifference } from "../../../services/review-plan.ts";
import { paint, plain, type TerminalStyle, type Tone } from "./terminal-text.ts";

/** Unchanged lines shown around a change. */
const context = 3;

const signs = { same: " ", added: "+", removed: "-" } as const;
type Line = FileDifference["lines"][number];
const tones: Readonly<Record<Line["kind"], readonly Tone[]>> = {
  same: ["dim"],
  added: ["green"],
  removed: ["red"],
};

/**
 * Lines of the diff with their number in the file as it is now; what is far from every change is left out and counted. A file that was
 * changed by the very lines of its twin in a profile shown before is not shown again.
 */
export function fileLines(
  { path, change, lines }: FileDifference,
  shownBefore: readonly FileDifference[],
  style: TerminalStyle,
): string[] {
  const title = `${paint(plain(path), ["bold"], style)}  ${change}`;
  if (lines.length === 0) return [`${title}, compared by its digest alone`];
  const like = shownBefore.find(
    (other) =>
      other.change === change && inProfile(other) === inProfile({ path }) && changesOf(other) === changesOf({ lines }),
  );
  if (like !== undefined) return [`${title} by the same lines as ${plain(like.path)}`];
  // What a script of a smaller load leaves out of the full one has been read there.
  const hides = (kind: Line["kind"]): boolean => change === "added" && kind === "removed";
  const near = nearChanges(lines, hides);
  const shown: string[] = [title];
  const skipped = { same: 0, removed: 0 };
  const tellSkipped = (): void => {
    for (const [count, what] of [
      [skipped.removed, "left out"],
      [skipped.same, "unchanged"],
    ] as const) {
      if (count > 0) shown.push(paint(`       … ${formatCount(count, "line")} ${what}`, ["dim"], style));
    }
    Object.assign(skipped, { same: 0, removed: 0 });
  };
  let number = 0;
  for (const [index, { kind, text }] of lines.entries()) {
    if (kind !== "removed") number++;
    if (!near.has(index) || hides(kind)) {
      skipped[kind === "removed" ? "removed" : "same"]++;
      continue;
    }
    tellSkipped();
    const at = kind === "removed" ? "" : String(number);
    // Never cut: what stands behind the edge of the terminal runs all the same.
    shown.push(paint(`${at.padStart(5)} ${signs[kind]} ${plain(text.replaceAll("\t", "  "))}`, tones[kind], style));
  }
  tellSkipped();
  return shown;
}

function inProfile({ path }: Pick<FileDifference, "path">): string {
  return path.slice(path.indexOf("/"));
}

function changesOf({ lines }: Pick<FileDifference, "lines">): string {
  return JSON.stringify(lines.filter(({ kind }) => kind !== "same"));
}

function nearChanges(lines: readonly Line[], hides: (kind: Line["kind"]) => boolean): ReadonlySet<number> {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    if (kind === "same" || hides(kind)) continue;
    for (let other = index - context; other <= index + context; other++) near.add(other);
  }
  return near;
}
