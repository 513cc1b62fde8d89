import type { PlanReviewResource } from "../../../../src/contract/api/plans.ts";

export type DiffLine = PlanReviewResource["files"][number]["lines"][number];

/** A stretch of a diff: shown, or folded because nothing in it or near it changed. Lines `from` to before `to`. */
export interface DiffPart {
  readonly isFolded: boolean;
  readonly from: number;
  readonly to: number;
}

/** Folds what is further than `context` lines from every change, unless that hides fewer than four lines. */
export function foldDiff(lines: readonly DiffLine[], context = 4): readonly DiffPart[] {
  const near = new Uint8Array(lines.length);
  lines.forEach(({ kind }, index) => {
    if (kind === "same") return;
    near.fill(1, Math.max(0, index - context), Math.min(lines.length, index + context + 1));
  });
  const parts: DiffPart[] = [];
  let from = 0;
  while (from < lines.length) {
    let to = from;
    while (to < lines.length && near[to] === near[from]) to++;
    const isFolded = near[from] === 0 && to - from >= 4;
    const last = parts.at(-1);
    if (last !== undefined && !isFolded && !last.isFolded) parts[parts.length - 1] = { ...last, to };
    else parts.push({ isFolded, from, to });
    from = to;
  }
  return parts;
}

/** The two texts of a diff, and for each of its lines the places it has in them. */
export interface DiffSides {
  readonly before: string;
  readonly after: string;
  /** Line numbers from 0; null: the line is not there. */
  readonly places: readonly { readonly before: number | null; readonly after: number | null }[];
}

export function sidesOf(lines: readonly DiffLine[]): DiffSides {
  const before: string[] = [];
  const after: string[] = [];
  const places = lines.map(({ kind, text }) => ({
    before: kind === "added" ? null : before.push(text) - 1,
    after: kind === "removed" ? null : after.push(text) - 1,
  }));
  return { before: before.join("\n"), after: after.join("\n"), places };
}

export function countChanges(lines: readonly DiffLine[]): { readonly added: number; readonly removed: number } {
  const count = (wanted: DiffLine["kind"]): number => lines.filter(({ kind }) => kind === wanted).length;
  return { added: count("added"), removed: count("removed") };
}
