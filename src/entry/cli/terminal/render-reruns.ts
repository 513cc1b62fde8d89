import { formatChange, formatCount, formatMs, formatShare } from "../../../contract/format-quantity.ts";
import type { SeriesName } from "../../../contract/ledger.ts";
import type { PairedDocument, PairedResult, PairedStatus } from "../../../contract/paired-comparison.ts";
import type { CalibrateDocument, ConfirmDocument } from "../../../contract/rerun-documents.ts";
import { labelled, paint, plain, table, type TerminalStyle, type Tone } from "./terminal-text.ts";

const nameOf = ({ scenario, endpoint, statistic }: SeriesName): string =>
  plain(`${statistic} of ${endpoint} in ${scenario}`);
const listed = (series: readonly SeriesName[]): string => series.map(nameOf).join(", ");
const right = { align: "right" as const };
const left = { align: "left" as const };

/** What a confirmation came to, below the verdict of its last run. Ends with a line break. */
export function renderConfirmation(
  confirmation: Pick<ConfirmDocument, "outcome" | "times" | "confirmed" | "confirms">,
  style: TerminalStyle,
): string {
  const { outcome, times, confirmed, confirms } = confirmation;
  const run = plain(confirms.runId);
  const outcomes: Readonly<Record<ConfirmDocument["outcome"], readonly [label: string, tone: Tone, text: string]>> = {
    confirmed: ["confirmed", "red", `${listed(confirmed)}: slower in ${times} of ${times} runs`],
    "not-confirmed": [
      "not confirmed",
      "green",
      `${listed(confirms.suspected)}: not suspected again; what ${run} saw was a blip, is gone, or is too small for one run to see`,
    ],
    "not-settled": [
      "not settled",
      "magenta",
      `no rerun that counts decided about ${listed(confirms.suspected)}; confirm ${run} again`,
    ],
    "nothing-to-confirm": ["nothing to confirm", "green", `no regression is suspected in ${run}; nothing was run`],
  };
  const [label, tone, text] = outcomes[outcome];
  return `${paint(label, ["bold", tone], style)}  ${text}\n`;
}

const headlines: Readonly<Record<PairedStatus, readonly [label: string, tone: Tone]>> = {
  slower: ["SLOWER", "red"],
  faster: ["FASTER", "green"],
  "no-slower": ["NO SLOWER", "green"],
  inconclusive: ["INCONCLUSIVE", "magenta"],
};

/** Two builds: the headline, why pairs were left out, a line for each p95 and error rate. Ends with a line break. */
export function renderPaired(document: PairedDocument, style: TerminalStyle): string {
  const { before, after, conclusion, pairs, results, reasons, rules } = document;
  const [label, tone] = headlines[conclusion];
  const shown = results.filter(
    (result) => result.primary && (result.statistic === "p95" || result.status === "slower"),
  );
  return [
    `${paint(label, ["bold", tone], style)}  ${plain(after.name)} against ${plain(before.name)}, ${formatCount(pairs.used, "pair")} of ${pairs.asked}; a change matters from ${formatShare(rules.atLeast, 0)} and ${formatMs(rules.atLeastMs)} on`,
    ...reasons.flatMap((reason) => labelled("note", ["yellow"], plain(reason), style)),
    "",
    ...table(
      [
        { title: "scenario", ...left },
        { title: "endpoint", ...left },
        { title: "statistic", ...left },
        { title: "before", ...right },
        { title: "after", ...right },
        { title: "change", ...right },
        { title: "interval", ...right },
        { title: "could see", ...right, dropOrder: 1 },
        { title: "pairs needed", ...right, dropOrder: 2 },
        { title: "", ...left },
      ],
      shown.map((result) => pairedCells(result, style)),
      style,
    ),
    "",
  ].join("\n");
}

function told<T>(one: T | null, write: (value: T) => string): string {
  return one === null ? "–" : write(one);
}

function pairedCells(result: PairedResult, style: TerminalStyle): string[] {
  const { unit, before, after, effect, interval, mde, pairsNeeded, status } = result;
  const value = unit === "ms" ? formatMs : formatShare;
  const change = unit === "ms" ? formatChange : (difference: number): string => `${formatChange(difference)} points`;
  return [
    paint(plain(result.scenario), ["dim"], style),
    plain(result.endpoint),
    result.statistic,
    told(before, (number) => value(number)),
    told(after, (number) => value(number)),
    told(effect, change),
    told(interval, ([low, high]) => `${change(low)} to ${change(high)}`),
    told(mde, change),
    told(pairsNeeded, String),
    status === "no-slower" ? status : paint(status, [headlines[status][1]], style),
  ];
}

/** Noise of several hundred per cent needs no digits. */
function visibleChange(mde: number): string {
  return mde > 10 ? "over +1,000 %" : formatChange(mde);
}

/** Noise floor and smallest visible change by endpoint and statistic. Ends with a line break. */
export function renderCalibration(document: CalibrateDocument, style: TerminalStyle): string {
  const { calibration, asked, unusable } = document;
  const notes = unusable.flatMap(({ runId, why }) =>
    labelled("note", ["yellow"], plain(`${runId} does not count: ${why}`), style),
  );
  if (calibration === null) {
    return [
      `${paint("NOT CALIBRATED", ["bold", "magenta"], style)}  too few of ${formatCount(asked, "run")} can be used: five are needed`,
      ...notes,
      "",
    ].join("\n");
  }
  const { plan, environment, runIds, series } = calibration;
  return [
    `${paint("CALIBRATED", ["bold", "green"], style)}  ${plain(plan)} on ${plain(environment)} by ${formatCount(runIds.length, "run")} of the same build`,
    ...notes,
    "",
    ...table(
      [
        { title: "scenario", ...left },
        { title: "endpoint", ...left },
        { title: "statistic", ...left },
        { title: "noise floor", ...right },
        { title: "one run can see", ...right },
        { title: "runs needed", ...right },
      ],
      series.map(({ scenario, endpoint, statistic, spread, mde, runsNeeded }) => [
        paint(plain(scenario), ["dim"], style),
        plain(endpoint),
        statistic,
        formatShare(spread, 1),
        visibleChange(mde),
        runsNeeded === null ? "more than 30" : String(runsNeeded),
      ]),
      style,
    ),
    "",
    ...labelled(
      "",
      [],
      "noise floor: how far runs differ although nothing changed; runs needed: earlier runs with which one run sees the smallest change that matters",
      style,
    ),
    "",
  ].join("\n");
}
