import { formatChange, formatShare } from "../../../contract/format-quantity.ts";
import type { BasisSummary, Comparison, ComparisonBasis, Finding } from "../../../contract/comparison.ts";
import type { SeriesName } from "../../../contract/ledger.ts";
import { effectOf, groupComparisons, type ComparisonGroup } from "./group-comparisons.ts";
import { isRegression } from "./known-regressions.ts";
import type { ProbeShift } from "./probe-shift.ts";
import { changeText, namesIn } from "./word-finding.ts";

export interface FindingFacts {
  readonly comparisons: readonly Comparison[];
  readonly shift: ProbeShift | null;
  readonly crept: BasisSummary["drift"];
  readonly anchor: ComparisonBasis["anchor"];
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
  const open = groupsOf((comparison) => isRegression(comparison) && comparison.accepted === null);
  const accepted = groupsOf((comparison) => isRegression(comparison) && comparison.accepted !== null);
  const improved = groupsOf(({ status }) => status === "improved");
  return [
    ...open.map(({ group, text }) => openRegression(group, text, facts.calibrated)),
    ...machineFinding(facts.shift, primary),
    ...facts.crept.map((drift) => driftFinding(drift, facts.anchor, nameOf(drift))),
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

function driftFinding(drift: BasisSummary["drift"][number], anchor: ComparisonBasis["anchor"], name: string): Finding {
  const since =
    anchor === null ? "the pinned run" : `the pinned run ${anchor.label === "" ? anchor.run.runId : anchor.label}`;
  const { scenario, endpoint, statistic, effect } = drift;
  return {
    kind: "drift",
    status: "regression-suspected",
    scope: "endpoint",
    text: `${statistic} of ${name} has crept ${formatShare(effect, 1)} up since ${since} (${formatChange(effect)}), in steps that no single comparison sees`,
    series: [{ scenario, endpoint, statistic }],
    effect,
    advisory: false,
  };
}

function seriesName({ scenario, endpoint, statistic }: Comparison): SeriesName {
  return { scenario, endpoint, statistic };
}
