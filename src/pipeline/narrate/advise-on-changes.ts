import type { Finding } from "../../contract/comparison.ts";
import type { Evidence } from "../../contract/run.ts";
import { placeText } from "./find-evidence.ts";
import type { Advice, Advised } from "./advice.ts";

/** What to do about changes against earlier runs, in the order of the findings. What somebody accepted needs nothing. */
export function adviseOnChanges({ document, evidence }: Advised): Advice[] {
  const accepted = document.comparisons.filter((comparison) => comparison.accepted !== null);
  const isAccepted = ({ series }: Finding): boolean =>
    series.length > 0 &&
    series.every((one) =>
      accepted.some(
        ({ endpoint, scenario, statistic }) =>
          endpoint === one.endpoint && scenario === one.scenario && statistic === one.statistic,
      ),
    );
  const commit = document.tags["commit"];
  return document.findings.flatMap((finding) => {
    const text = isAccepted(finding) ? null : sentenceOf(finding, commit);
    return text === null ? [] : [{ text, evidence: idsOf(finding, evidence) }];
  });
}

/** null: nothing is to be done. */
function sentenceOf(finding: Finding, commit: string | undefined): string | null {
  const [first] = finding.series;
  const subject =
    finding.scope === "service" || first === undefined
      ? "the service"
      : finding.series.length === 1
        ? (placeText(first.endpoint, first.scenario) ?? "the service")
        : `${first.endpoint} and ${finding.series.length - 1} more`;
  switch (finding.kind) {
    case "regression":
      return finding.status === "regression-confirmed"
        ? `Compare ${commit === undefined ? "this build" : `commit ${commit}`} with that of the newest baseline run for ${subject}: ${finding.text}.`
        : `Run once more on an unchanged target before acting on ${subject}: ${finding.text}.`;
    case "drift":
      return `Look at the history of ${subject} for the onset, and pin a new run when the change is wanted: ${finding.text}.`;
    case "environment-shift":
      return `Bring the generator and the network back to how they were, then run again: ${finding.text}.`;
    case "mix-shift":
      return `Check whether the plan's mix of requests was meant to change: ${finding.text}.`;
    case "improvement":
      return null;
    default:
      return finding.kind satisfies never;
  }
}

function idsOf(finding: Finding, evidence: readonly Evidence[]): string[] {
  return evidence.filter(({ kind, text }) => kind === "finding" && text === finding.text).map(({ id }) => id);
}
