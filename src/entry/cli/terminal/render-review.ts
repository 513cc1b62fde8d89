import { formatStamp } from "../../../contract/format-quantity.ts";
import type { PlanReview } from "../../../services/review-plan.ts";
import { standingLines } from "./render-approval.ts";
import { fileLines } from "./render-difference.ts";
import { labelled, paint, plain, table, type TerminalStyle, type Tone } from "./terminal-text.ts";

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

function cell(text: string | null): string {
  return text === null ? "–" : plain(text);
}

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
    return first ? [plain(what), cell(after)] : [plain(what), paint(word, [tone], style), cell(before), cell(after)];
  });
  // A host or digest that is cut off is one that nobody reviewed.
  return table(columns, rows, { ...style, columns: Number.POSITIVE_INFINITY });
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
