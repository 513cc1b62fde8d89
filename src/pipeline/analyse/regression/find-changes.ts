import { formatChange, formatQuantity, formatShare } from "../../../contract/format-quantity.ts";
import type { BasisSummary, Comparison, ComparisonBasis, Finding } from "../../../contract/comparison.ts";
import type { SeriesName } from "../../../contract/ledger.ts";
import { isBack } from "../ledger/keep-ledger.ts";
import { effectOf, groupComparisons, type ComparisonGroup } from "./group-comparisons.ts";
import { isRegression, isSameSeries } from "./known-regressions.ts";
import type { ProbeShift } from "./probe-shift.ts";
import { changeText, namesIn } from "./word-finding.ts";

export interface FindingFacts {
  readonly comparisons: readonly Comparison[];
  readonly shift: ProbeShift | null;
  readonly crept: BasisSummary["drift"];
  readonly anchor: ComparisonBasis["anchor"];
  /** Why the anchor is not comparable; empty: it is. */
  readonly apart: readonly string[];
  readonly expired: ComparisonBasis["expired"];
  readonly mix: Finding | null;
  readonly calibrated: boolean;
}

/** The headlines of a comparison, what decides first: regressions, a shift of the machine, drift, mix, improvements, accepted regressions. */
export function findChanges(facts: FindingFacts): Finding[] {
  const primary = facts.comparisons.filter((comparison) => comparison.primary);
  const nameOf = namesIn(facts.comparisons);
  const groupsOf = (takes: (comparison: Comparison) => boolean): { group: ComparisonGroup; text: string }[] =>
    [...new Set(primary.map(({ statistic }) => statistic))].flatMap((statistic) => {
      const family = primary.filter((comparison) => comparison.statistic === statistic);
      const tested = family.filter(({ p }) => p !== null).length;
      return groupComparisons(family.filter(takes), tested).map((group) => ({
        group,
        text: changeText(group, tested, nameOf),
      }));
    });
  // Apart: a second run confirms what it confirms, and not what only moved with it.
  const open = (["regression-confirmed", "regression-suspected"] as const).flatMap((wanted) =>
    groupsOf(({ status, accepted: id }) => status === wanted && id === null),
  );
  const accepted = groupsOf((comparison) => isRegression(comparison) && comparison.accepted !== null);
  const improved = groupsOf(({ status }) => status === "improved");
  return [
    ...open.map(({ group, text }) => openRegression(group, text, facts.calibrated)),
    ...facts.expired.flatMap((entry) => endedAcceptance(entry, primary, nameOf)),
    ...machineFinding(facts.shift, primary),
    ...facts.crept.map((drift) => driftFinding(drift, facts, nameOf(drift))),
    ...(facts.mix === null ? [] : [facts.mix]),
    ...improved.map(({ group, text }) => findingOf("improvement", "improved", group, text, false)),
    ...accepted.map(({ group, text }) => {
      const ids = [...new Set(group.members.flatMap(({ accepted: id }) => (id === null ? [] : [id])))];
      return findingOf("regression", worstStatus(group), group, `${text}; accepted as ${ids.join(", ")}`, true);
    }),
  ];
}

function findingOf(
  kind: Finding["kind"],
  status: Finding["status"],
  group: ComparisonGroup,
  text: string,
  advisory: boolean,
): Finding {
  const { scope, members } = group;
  return { kind, status, scope, text, series: members.map(seriesName), effect: effectOf(group), advisory };
}

function openRegression(group: ComparisonGroup, text: string, calibrated: boolean): Finding {
  const status = worstStatus(group);
  if (status === "regression-suspected")
    return findingOf("regression", status, group, `${text}; \`perf-agent confirm\` would settle it`, false);
  const advice = calibrated
    ? ""
    : ", and does not fail the run before `perf-agent calibrate` has measured the noise here or ten comparable runs exist";
  return findingOf("regression", status, group, `${text}; a second run confirms it${advice}`, !calibrated);
}

function worstStatus({ members }: ComparisonGroup): Comparison["status"] {
  return members.some(({ status }) => status === "regression-confirmed")
    ? "regression-confirmed"
    : "regression-suspected";
}

function machineFinding(shift: ProbeShift | null, primary: readonly Comparison[]): Finding[] {
  if (shift === null) return [];
  const blamed = primary.filter(({ status }) => status === "environment-shift");
  const what =
    blamed.length === 0
      ? "no comparison hangs on it"
      : "endpoints are not blamed for what this may have caused: run again when the machine is as before, or make new baseline runs";
  return [
    {
      kind: "environment-shift",
      status: "environment-shift",
      scope: "service",
      text: `the machine or the network changed: ${shift.text}; ${what}`,
      series: blamed.map(seriesName),
      effect: shift.effect,
      advisory: blamed.length === 0,
    },
  ];
}

function driftFinding(
  drift: BasisSummary["drift"][number],
  { anchor, apart }: Pick<FindingFacts, "anchor" | "apart">,
  name: string,
): Finding {
  const since =
    anchor === null ? "the pinned run" : `the pinned run ${anchor.label === "" ? anchor.run.runId : anchor.label}`;
  const { scenario, endpoint, statistic, effect } = drift;
  const how =
    apart.length === 0
      ? "in steps that no single comparison sees"
      : `but that run is not comparable: ${apart.join("; ")}`;
  return {
    kind: "drift",
    status: "regression-suspected",
    scope: "endpoint",
    text: `${statistic} of ${name} has crept ${formatShare(effect, 1)} up since ${since} (${formatChange(effect)}), ${how}`,
    series: [{ scenario, endpoint, statistic }],
    effect,
    advisory: apart.length > 0,
  };
}

function seriesName({ scenario, endpoint, statistic }: Comparison): SeriesName {
  return { scenario, endpoint, statistic };
}

/** What was accepted, is not any more, and is still there, though the baseline has become as slow: no comparison can show it. */
function endedAcceptance(
  entry: ComparisonBasis["expired"][number],
  primary: readonly Comparison[],
  nameOf: (series: SeriesName) => string,
): Finding[] {
  const found = primary.find((one) => isSameSeries(one, entry));
  if (found === undefined || found.after === null || isRegression(found) || found.status === "environment-shift")
    return [];
  if (isBack(entry, found.after)) return [];
  const { id, statistic, before, effect, acceptance } = entry;
  const [now, then] = [found.after, before].map((value) => formatQuantity(value, found.unit));
  const end = acceptance === null ? "" : ` on ${new Date(acceptance.until).toISOString().slice(0, 10)}`;
  return [
    {
      kind: "regression",
      status: "regression-suspected",
      scope: "endpoint",
      text: `the acceptance of ${id} ended${end}, and the regression is still there: ${statistic} of ${nameOf(entry)} is ${now}, before it ${then}; mend it, or accept it anew`,
      series: [{ scenario: entry.scenario, endpoint: entry.endpoint, statistic }],
      effect,
      advisory: false,
    },
  ];
}
