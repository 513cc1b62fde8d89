import type { PlanReviewResource } from "../../../../src/contract/api/plans.ts";
import { When } from "../../components/when.tsx";
import { StatusBadge, type Tone } from "../../components/status-badge.tsx";
import classes from "./load-changes.module.css";

type Change = PlanReviewResource["changes"][number];

const directions: Readonly<Record<Change["direction"], { readonly tone: Tone; readonly word: string }>> = {
  more: { tone: "warn", word: "▲ more" },
  less: { tone: "pass", word: "▼ less" },
  neutral: { tone: "note", word: "other" },
};

/** What the plan does to its target that the one before did not, most dangerous first. */
export function LoadChanges({ review }: { readonly review: PlanReviewResource }) {
  const { against, changes, changedParts } = review;
  return (
    <div className={classes.changes}>
      <p>
        {against === null ? (
          "Nothing of this name was approved before: everything is new."
        ) : (
          <>
            Against <code title={against.sha256}>{against.sha256.slice(0, 8)}</code>
            {against.by === null ? ", which nobody approved whose signature counts" : `, approved by ${against.by}`}
            {against.at !== null && (
              <>
                {" "}
                <When at={against.at} />
              </>
            )}
            .{" "}
            {changedParts.length === 0
              ? "Nothing that an approval binds is different."
              : `Different: ${changedParts.join(", ")}.`}
          </>
        )}
      </p>
      {changes.length > 0 && (
        <table className={classes.table}>
          <caption className="unseen">Changes of the load</caption>
          <thead>
            <tr>
              <th scope="col">On the target</th>
              <th scope="col">What</th>
              <th scope="col">Before</th>
              <th scope="col">Now</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ what, before, after, direction }) => (
              <tr key={what}>
                <td>
                  <StatusBadge size="sm" tone={directions[direction].tone}>
                    {directions[direction].word}
                  </StatusBadge>
                </td>
                <th scope="row">{what}</th>
                <td>{before ?? "–"}</td>
                <td>{after ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
