import type { RunAnalysis } from "../../../../src/contract/api/runs.ts";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";
import { Words } from "../../components/words.tsx";
import { Citations } from "./cited-text.tsx";
import classes from "./analysis.module.css";
import { whyLines } from "./why-lines.ts";

/** Why the verdict is what it is: its reasons first, then what was found, then what is to be said of the run itself. */
export function WhySection({ analysis }: { readonly analysis: RunAnalysis }) {
  const { document, explanations, counterfactuals, warnings } = analysis;
  const lines = whyLines(document);
  return (
    <SectionCard title="Why">
      <ul className={`plain ${classes.why ?? ""}`}>
        {lines.map(({ tone, word, text, evidence }, place) => (
          <li key={`${place} ${text}`}>
            <StatusBadge tone={tone}>{word}</StatusBadge>
            <span>
              <Words text={text} />
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
            <span>
              <Words text={text} />
            </span>
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

function inOrderText({ objectives, totals }: RunAnalysis["document"]): string {
  const objectivesText = objectives.length === 0 ? "No objective was declared" : "All objectives are met";
  return `${objectivesText}${totals.failedRequests === 0 ? ", and no request failed" : ""}.`;
}
