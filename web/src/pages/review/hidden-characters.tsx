import type { PlanReviewResource } from "../../../../src/contract/api/plans.ts";
import { SectionCard } from "../../components/section-card.tsx";
import { StatusBadge } from "../../components/status-badge.tsx";

/** Lines with characters that cannot be seen or look like others: they can make a script do what it does not seem to. */
export function HiddenCharacters({ hidden }: { readonly hidden: PlanReviewResource["hidden"] }) {
  if (hidden.length === 0) return null;
  return (
    <SectionCard
      title="Characters that cannot be seen"
      hint={<StatusBadge tone="warn">{`${hidden.length} lines`}</StatusBadge>}
    >
      <p>Ask the author what they are for. Here they are written out:</p>
      <ul className="plain">
        {hidden.map(({ path, line, text }) => (
          <li key={`${path}:${line}`}>
            <code>
              {path}:{line} {text}
            </code>
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}
