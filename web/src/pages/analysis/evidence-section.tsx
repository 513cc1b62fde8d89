import type { RunAnalysis } from "../../../../src/contract/api/runs.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import classes from "./analysis.module.css";
import { citedParts, evidenceAnchor } from "./cited-parts.ts";
import { CitedText } from "./cited-text.tsx";

/** Everything that was computed and is cited, each with an address of its own. */
export function EvidenceSection({ evidence }: Pick<RunAnalysis, "evidence">) {
  return (
    <SectionCard title="Evidence" hint="computed facts; every sentence above rests on some of them">
      {evidence.length === 0 ? (
        <EmptyState title="No evidence">Nothing was measured that a sentence could rest on.</EmptyState>
      ) : (
        <ul className={`plain ${classes.evidence ?? ""}`}>
          {evidence.map(({ id, kind, text }) => (
            <li key={id} id={evidenceAnchor(id)}>
              <code>{id}</code>
              {text}
              <small className={classes.remark}>{kind}</small>
            </li>
          ))}
        </ul>
      )}
    </SectionCard>
  );
}

/** What a model or a template told of the run, sentence by sentence with its evidence. */
export function NarrativeSection({ narrative, evidence }: Pick<RunAnalysis, "narrative" | "evidence">) {
  if (narrative === null) return null;
  const known = new Set(evidence.map(({ id }) => id));
  return (
    <SectionCard title="In words">
      <div className={classes.narrative}>
        {narrative
          .split(/\n{2,}/u)
          .filter((paragraph) => paragraph.trim() !== "")
          .map((paragraph, place) => (
            <p key={place}>
              <CitedText parts={citedParts(paragraph, known)} />
            </p>
          ))}
      </div>
    </SectionCard>
  );
}
