import type { RunAnalysis } from "../../../../src/contract/api/runs.ts";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge, type Tone } from "../../components/status-badge.tsx";
import { Citations } from "./cited-text.tsx";
import classes from "./analysis.module.css";
import { comparisonTones, comparisonWords, flagTones, flagWords } from "./words.ts";

interface Line {
  readonly tone: Tone;
  readonly word: string;
  readonly text: string;
  readonly evidence: readonly string[];
}

/** Why the verdict is what it is: its reasons first, then what was found, then what is to be said of the run itself. */
export function WhySection({ analysis }: { readonly analysis: RunAnalysis }) {
  const { document, explanations, counterfactuals, warnings } = analysis;
  const lines = linesOf(analysis);
  return (
    <SectionCard title="Why">
      <ul className={`plain ${classes.why ?? ""}`}>
        {lines.map(({ tone, word, text, evidence }, place) => (
          <li key={`${place} ${text}`}>
            <StatusBadge tone={tone}>{word}</StatusBadge>
            <span>
              {text}
              <Citations ids={evidence} />
            </span>
          </li>
        ))}
        {lines.length === 0 && (
          <li>
            <StatusBadge tone="pass">in order</StatusBadge>
            <span>{inOrderText(document)}</span>
          </li>
        )}
        {[...explanations, ...counterfactuals].map((text) => (
          <li key={text}>
            <StatusBadge tone="note">{explanations.includes(text) ? "cause" : "what if"}</StatusBadge>
            <span>{text}</span>
          </li>
        ))}
        {warnings.map((text) => (
          <li key={text}>
            <StatusBadge tone="note">note</StatusBadge>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}

function linesOf({ document: { verdict, reasons, findings, quality } }: RunAnalysis): Line[] {
  const tone: Tone = verdict === "inconclusive" ? "invalid" : verdict;
  const said = new Set(reasons.map(({ text }) => text));
  return [
    ...reasons.map(({ text, evidence }) => ({ tone, word: verdict, text, evidence })),
    ...findings
      .filter(({ text }) => !said.has(text))
      .map(({ status, text, advisory }) => ({
        tone: advisory ? ("note" as const) : comparisonTones[status],
        word: advisory ? `${comparisonWords[status]}, informs only` : comparisonWords[status],
        text,
        evidence: [],
      })),
    ...quality.flags
      .filter(({ text }) => !said.has(text))
      .map(({ severity, text }) => ({ tone: flagTones[severity], word: flagWords[severity], text, evidence: [] })),
  ];
}

function inOrderText({ objectives, totals }: RunAnalysis["document"]): string {
  const objectivesText = objectives.length === 0 ? "No objective was declared" : "All objectives are met";
  return `${objectivesText}${totals.failedRequests === 0 ? ", and no request failed" : ""}.`;
}
