import { formatCount, formatStamp } from "../../../contract/format-quantity.ts";
import type { FileDifference, PlanReview } from "../../../services/review-plan.ts";
import { standingLines } from "./render-approval.ts";
import { labelled, paint, plain, table, type TerminalStyle, type Tone } from "./terminal-text.ts";

/** Unchanged lines shown around a change. */
const context = 3;

/**
 * A review in the order of danger: what changed in the load, what changed in the script, what only a person can answer for, then hash
 * and command of an approval. Ends with a line break.
 */
export function renderPlanReview(review: PlanReview, approveWith: string, style: TerminalStyle): string {
  const lines = [
    ...againstLines(review, style),
    "",
    ...changeLines(review, style),
    ...review.files.flatMap((file, index) => ["", ...fileLines(file, review.files.slice(0, index), style)]),
    "",
    ...hiddenLines(review, style),
    ...review.checks.flatMap((text, index) =>
      labelled(index === 0 ? "check" : "", ["bold"], `[ ] ${plain(text)}`, style),
    ),
    "",
    ...standingLines(review.state, style),
    ...labelled("approve", ["bold"], plain(approveWith), style),
  ];
  return `${lines.join("\n")}\n`;
}

function againstLines({ against, parts, plan, environment }: PlanReview, style: TerminalStyle): string[] {
  if (against === null) {
    const text = `no earlier approval of ${plain(plan)} on ${plain(environment)} counts here: this is the first review`;
    return labelled("against", ["bold"], text, style);
  }
  const digest = against.sha256.slice(0, 8);
  const who =
    against.by === null
      ? `${digest}, ${paint("signed by nobody whose key counts here: it may say anything", ["red"], style)}`
      : `${digest}, approved by ${plain(`${against.by}, ${formatStamp(against.at ?? "")}`)}`;
  const changed = parts.length === 0 ? "nothing" : parts.map(plain).join(", ");
  return [...labelled("against", ["bold"], who, style), ...labelled("changed", ["bold"], changed, style)];
}

const directions: Readonly<Record<PlanReview["changes"][number]["direction"], readonly [string, Tone]>> = {
  more: ["more", "red"],
  less: ["less", "green"],
  neutral: ["other", "dim"],
};

function changeLines({ changes, against }: PlanReview, style: TerminalStyle): string[] {
  if (changes.length === 0) return labelled("load", ["bold"], "as it was approved", style);
  const first = against === null;
  const columns = [
    { title: "load", align: "left" as const },
    ...(first
      ? []
      : [
          { title: "", align: "left" as const },
          { title: "before", align: "left" as const },
        ]),
    { title: "now", align: "left" as const },
  ];
  const rows = changes.map(({ what, before, after, direction }) => {
    const [word, tone] = directions[direction];
    const cell = (text: string | null): string => (text === null ? "–" : plain(text));
    return first ? [plain(what), cell(after)] : [plain(what), paint(word, [tone], style), cell(before), cell(after)];
  });
  // A host or digest that is cut off is one that nobody reviewed.
  return table(columns, rows, { ...style, columns: Number.POSITIVE_INFINITY });
}

const signs = { same: " ", added: "+", removed: "-" } as const;
const tones: Readonly<Record<FileDifference["lines"][number]["kind"], readonly Tone[]>> = {
  same: ["dim"],
  added: ["green"],
  removed: ["red"],
};

/** Lines of the diff with their number in the file as it is now; what is far from every change is left out and counted. */
function fileLines(
  { path, change, lines }: FileDifference,
  shownBefore: readonly FileDifference[],
  style: TerminalStyle,
): string[] {
  const title = `${paint(plain(path), ["bold"], style)}  ${change}`;
  if (lines.length === 0) return [`${title}, compared by its digest alone`];
  const like = shownBefore.find((other) => other.change === change && changesOf(other) === changesOf({ lines }));
  if (like !== undefined) return [`${title} by the same lines as ${plain(like.path)}`];
  const near = nearChanges(lines);
  const shown: string[] = [title];
  let [number, skipped] = [0, 0];
  const tellSkipped = (): void => {
    if (skipped > 0) shown.push(paint(`       … ${formatCount(skipped, "line")} unchanged`, ["dim"], style));
    skipped = 0;
  };
  for (const [index, { kind, text }] of lines.entries()) {
    if (kind !== "removed") number++;
    if (!near.has(index)) {
      skipped++;
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

function changesOf({ lines }: Pick<FileDifference, "lines">): string {
  return JSON.stringify(lines.filter(({ kind }) => kind !== "same"));
}

function nearChanges(lines: FileDifference["lines"]): ReadonlySet<number> {
  const near = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    if (kind === "same") continue;
    for (let other = index - context; other <= index + context; other++) near.add(other);
  }
  return near;
}

function hiddenLines({ hidden }: PlanReview, style: TerminalStyle): string[] {
  return hidden.flatMap(({ path, line, text }, index) =>
    labelled(
      index === 0 ? "hidden" : "",
      ["bold", "red"],
      `${plain(path)}:${line}  ${plain(text.replaceAll("\t", "  ").trim())}`,
      style,
    ),
  );
}
