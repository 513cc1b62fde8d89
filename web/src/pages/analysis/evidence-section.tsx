import { useEffect, useState } from "react";
import type { RunAnalysis } from "../../../../src/contract/api/runs.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { Words } from "../../components/words.tsx";
import classes from "./analysis.module.css";
import { citedParts, evidenceAnchor } from "./cited-parts.ts";
import { CitedText } from "./cited-text.tsx";
import { groupEvidence, type EvidenceGroup } from "./evidence-groups.ts";

/** A group longer than this is shown when somebody asks for it, or follows a link into it. */
const mostShown = 12;

/** Everything that was computed and is cited, each with an address of its own. */
export function EvidenceSection({ evidence }: Pick<RunAnalysis, "evidence">) {
  const wanted = useWantedId();
  return (
    <SectionCard title="Evidence" hint="computed facts; every sentence above rests on some of them">
      {evidence.length === 0 ? (
        <EmptyState title="No evidence">Nothing was measured that a sentence could rest on.</EmptyState>
      ) : (
        <div className={classes.wide}>
          {groupEvidence(evidence).map((group) => (
            <Group key={group.kind} group={group} wanted={wanted} />
          ))}
        </div>
      )}
    </SectionCard>
  );
}

function Group({ group: { title, items }, wanted }: { readonly group: EvidenceGroup; readonly wanted: string }) {
  const isWanted = items.some(({ id }) => evidenceAnchor(id) === wanted);
  const [isOpen, setIsOpen] = useState(items.length <= mostShown);
  useEffect(() => {
    if (!isWanted) return;
    setIsOpen(true);
    // The element is there once the group is open.
    requestAnimationFrame(() => document.getElementById(wanted)?.scrollIntoView({ block: "center" }));
  }, [isWanted, wanted]);
  return (
    <details className={classes.evidenceGroup} open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        {title} <small>{items.length}</small>
      </summary>
      <ul className={`plain ${classes.evidence ?? ""}`}>
        {items.map(({ id, text }) => (
          <li key={id} id={evidenceAnchor(id)} data-wanted={evidenceAnchor(id) === wanted}>
            <code>{id}</code>
            <span>
              <Words text={text} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What the address points at, without its `#`. */
function useWantedId(): string {
  const [wanted, setWanted] = useState(() => window.location.hash.slice(1));
  useEffect(() => {
    const read = (): void => setWanted(window.location.hash.slice(1));
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return wanted;
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
