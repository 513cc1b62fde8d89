import { EmptyState } from "../../components/empty-state.tsx";
import { StatusBadge, type Tone } from "../../components/status-badge.tsx";
import classes from "./live.module.css";
import type { LiveStore } from "./live-store.ts";
import { byAttention, objectiveStanding, type Standing } from "./objective-standing.ts";
import { useLive } from "./use-live.ts";

const tones: Readonly<Record<Standing, Tone>> = { beyond: "fail", nearing: "warn", held: "pass", unknown: "note" };
const words: Readonly<Record<Standing, string>> = {
  beyond: "✕ beyond",
  nearing: "! close",
  held: "✓ held",
  unknown: "… waiting",
};

/** The objectives as they stand, those that ask for attention first. The verdict is the analysis'. */
export function ObjectiveList({ store }: { readonly store: LiveStore }) {
  const { start, objectives } = useLive(store, ["objectives", "start"]);
  if (start === null || start.objectives.length === 0)
    return (
      <EmptyState title="No objectives">
        The plan was handed in without objectives, so that nothing but errors and regressions will decide.
      </EmptyState>
    );
  const rows = byAttention(
    start.objectives.map((objective) => ({
      objective,
      ...objectiveStanding(objective, objectives.get(objective.name)),
    })),
  );
  return (
    <table className={classes.objectives}>
      <caption className="unseen">Objectives as they stand</caption>
      <tbody>
        {rows.map(({ objective, standing, observed, limit, text, used }) => (
          <tr key={objective.name}>
            <td>
              <StatusBadge
                size="sm"
                tone={standing === "beyond" && objective.severity === "warn" ? "warn" : tones[standing]}
              >
                {words[standing]}
              </StatusBadge>
            </td>
            <th scope="row">
              {objective.name} {objective.severity === "warn" && <small>only warns</small>}
            </th>
            <td className={classes.standing}>{text}</td>
            <td className={classes.number}>
              {observed} <small>of {limit}</small>
            </td>
            <td>
              {used !== null && (
                <div className={classes.used} data-standing={standing} aria-hidden="true">
                  <i style={{ width: `${(used / 1.5) * 100}%` }} />
                  <b />
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
