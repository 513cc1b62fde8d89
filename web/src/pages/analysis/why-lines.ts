import type { Finding } from "../../../../src/contract/comparison.ts";
import type { QualityFlag, RunDocument } from "../../../../src/contract/run.ts";
import type { Tone } from "../../components/status-badge.tsx";
import { comparisonTones, comparisonWords, flagTones, flagWords } from "./words.ts";

/** One line of why a verdict is what it is. */
export interface WhyLine {
  readonly tone: Tone;
  readonly word: string;
  readonly text: string;
  /** Ids. */
  readonly evidence: readonly string[];
}

type Reasoned = Pick<RunDocument, "verdict" | "reasons" | "findings" | "objectives" | "score"> & {
  readonly quality: Pick<RunDocument["quality"], "flags">;
};

/**
 * The reasons of the verdict in their order, worst first, and of a pass what is in order first, as it is why it passed; then what was found and
 * did not count for it; then what is to be said of the run.
 */
export function whyLines({ verdict, reasons, findings, objectives, score, quality }: Reasoned): WhyLine[] {
  const said = new Set(reasons.map(({ text }) => text));
  const flagOf = (text: string): QualityFlag | undefined => quality.flags.find((flag) => flag.text === text);
  const findingOf = (text: string): Finding | undefined => findings.find((finding) => finding.text === text);
  // Breaches that fail come before those that only warn.
  let failing = objectives.filter(({ status, severity }) => status === "breached" && severity === "fail").length;
  const lines = reasons.map(({ code, text, evidence }): WhyLine => {
    const [flag, finding] = [flagOf(text), findingOf(text)];
    if (flag !== undefined) return { ...lineOfFlag(flag), evidence };
    if (finding !== undefined) return { ...lineOfFinding(finding), evidence };
    if (code === "PA_SLO_BREACH") {
      failing -= 1;
      return failing >= 0
        ? { tone: "fail", word: "fail", text, evidence }
        : { tone: "warn", word: "warning", text, evidence };
    }
    return { ...byCode(code, score), text, evidence };
  });
  return [
    ...(verdict === "pass" ? lines.toSorted((one, other) => inOrderFirst(one) - inOrderFirst(other)) : lines),
    ...findings.filter(({ text }) => !said.has(text)).map(lineOfFinding),
    ...quality.flags.filter(({ text }) => !said.has(text)).map(lineOfFlag),
  ];
}

function inOrderFirst({ tone }: WhyLine): number {
  return tone === "pass" ? 0 : 1;
}

function byCode(code: string, score: RunDocument["score"]): Pick<WhyLine, "tone" | "word"> {
  switch (code) {
    case "PA_SLO_MET":
      return { tone: "pass", word: "in order" };
    case "PA_SLO_NO_DATA":
    case "PA_COMPARISON_INCONCLUSIVE":
      return { tone: "invalid", word: "no answer" };
    case "PA_SLO_SCORE":
      return score?.result === "fail" ? { tone: "fail", word: "fail" } : { tone: "warn", word: "warning" };
    default:
      return { tone: "note", word: "note" };
  }
}

function lineOfFinding({ status, text, advisory }: Finding): WhyLine {
  return advisory
    ? { tone: "note", word: `${comparisonWords[status]}, informs only`, text, evidence: [] }
    : { tone: comparisonTones[status], word: comparisonWords[status], text, evidence: [] };
}

function lineOfFlag({ severity, text }: QualityFlag): WhyLine {
  return { tone: flagTones[severity], word: flagWords[severity], text, evidence: [] };
}
