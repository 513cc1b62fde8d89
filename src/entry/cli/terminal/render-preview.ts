import { formatDuration, formatMoney, formatNumber, formatRate } from "../../../contract/format-quantity.ts";
import type { Count, LoadPreview } from "../../../contract/load-preview.ts";
import type { GuardDecision } from "../../../contract/policy.ts";
import { drawProfile, type ProfilePoint } from "./draw-profile.ts";
import { listed } from "./render-header.ts";
import { labelled, labelWidth, pad, paint, plain, table, widthOf, type TerminalStyle } from "./terminal-text.ts";

/** The load as it will be: its shape over time, what it needs and what it costs. Ends with a line break. */
export function renderPreview(preview: LoadPreview, cost: GuardDecision["cost"] | null, style: TerminalStyle): string {
  const lines: string[] = [];
  const points = (pick: (point: LoadPreview["timeline"][number]) => number): ProfilePoint[] =>
    preview.timeline.map((point) => ({ atMs: point.atMs, value: pick(point) }));
  const peaks = { vus: formatNumber(preview.peakVus), rate: formatRate(preview.peakRatePerSecond ?? 0) };
  const scale = Math.max(widthOf(peaks.vus), preview.peakRatePerSecond === null ? 0 : widthOf(peaks.rate));
  lines.push(
    ...profileLines(
      "VUs",
      peaks.vus,
      scale,
      points(({ vus }) => vus),
      style,
    ),
  );
  if (preview.peakRatePerSecond !== null && preview.timeline.some(({ ratePerSecond }) => ratePerSecond > 0)) {
    lines.push(
      "",
      ...profileLines(
        "rate",
        peaks.rate,
        scale,
        points(({ ratePerSecond }) => ratePerSecond),
        style,
      ),
    );
  }
  lines.push("", ...scenarioLines(preview, style), "");
  const say = (label: string, text: string): void => void lines.push(...labelled(label, ["bold"], text, style));
  const drain =
    preview.maxDurationMs > preview.durationMs
      ? `, ${formatDuration(preview.maxDurationMs)} at most with running iterations ended`
      : "";
  say("duration", `${formatDuration(preview.durationMs)}${drain}`);
  say(
    "judged",
    preview.judged === null ? "nothing: the scenarios never hold their level together" : spanOf(preview.judged),
  );
  say(
    "requests",
    `${countText(preview.requests)}${preview.iterations === null ? "" : ` in ${countText(preview.iterations)} iterations`}`,
  );
  say("writes", countText(preview.writes));
  for (const [index, { dataSet, needed, available, atEnd }] of preview.data.entries()) {
    const need = needed === null ? "an unknown number of rows" : `${countText(needed)} rows`;
    const short = needed !== null && needed.count > available;
    const ends = {
      refuse: "too few rows are refused",
      recycle: "starts again at the end",
      stop: "ends the scenario at the end",
    } as const;
    const have = `${formatNumber(available)} there`;
    say(
      index === 0 ? "data" : "",
      `${plain(dataSet)}: needs ${need}, ${short ? paint(have, ["yellow"], style) : have}; ${ends[atEnd]}`,
    );
  }
  say("hosts", listed(preview.hosts.map(plain)));
  if (cost !== null) {
    const limit = cost.limit === null ? "" : ` of ${formatNumber(cost.limit, 2)}`;
    say(
      "cost",
      `${formatMoney(cost.estimated, cost.currency)}${limit} for ${formatNumber(preview.vuHours, 2)} VU hours`,
    );
  }
  for (const { name, maxVusReason } of preview.scenarios) {
    if (maxVusReason !== null && maxVusReason !== "as written") {
      say("maxVus", `${plain(name)}: ${plain(maxVusReason)}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

function profileLines(
  name: string,
  peak: string,
  scale: number,
  points: readonly ProfilePoint[],
  style: TerminalStyle,
): string[] {
  const left = labelWidth + scale + 2;
  const width = Math.max(20, Math.min(72, style.columns - left - 1));
  const end = formatDuration(points.at(-1)?.atMs ?? 0);
  const drawn = drawProfile(points, width, 4);
  const axis = `${" ".repeat(left)}0s${pad(end, width - 2, "left")}`;
  return [
    ...drawn.map((blocks, row) => {
      const label = row === 0 ? name : "";
      const mark = row === 0 ? peak : row === drawn.length - 1 ? "0" : "";
      return `${paint(label, ["bold"], style)}${" ".repeat(labelWidth - label.length)}${paint(pad(mark, scale, "left"), ["dim"], style)} ${paint("│", ["dim"], style)}${paint(blocks, ["cyan"], style)}`.trimEnd();
    }),
    paint(axis, ["dim"], style),
  ];
}

function scenarioLines({ scenarios }: LoadPreview, style: TerminalStyle): string[] {
  const right = { align: "right" as const };
  return table(
    [
      { title: "scenario", align: "left" },
      { title: "model", align: "left", dropOrder: 2 },
      { title: "peak VUs", ...right },
      { title: "peak rate", ...right },
      { title: "iterations", ...right, dropOrder: 1 },
      { title: "requests", ...right },
      { title: "writes", ...right },
      { title: "from", ...right, dropOrder: 4 },
      { title: "to", ...right, dropOrder: 4 },
      { title: "holds", align: "left", dropOrder: 3 },
    ],
    scenarios.map((scenario) => [
      plain(scenario.name),
      scenario.model,
      formatNumber(scenario.peakVus),
      scenario.peakRatePerSecond === null ? "–" : formatRate(scenario.peakRatePerSecond),
      countText(scenario.iterations, "<="),
      countText(scenario.requests, "<="),
      countText(scenario.writes, "<="),
      formatDuration(scenario.startMs),
      formatDuration(scenario.endMs),
      scenario.hold === null ? "never" : spanOf(scenario.hold),
    ]),
    style,
  );
}

const spanOf = ({ fromMs, toMs }: { fromMs: number; toMs: number }): string =>
  `${formatDuration(fromMs)} to ${formatDuration(toMs)}`;

function countText(count: Count | null, bound = "at most"): string {
  if (count === null) return "unbounded";
  const rounded = Math.ceil(count.count);
  return count.exact ? formatNumber(rounded) : `${bound} ${formatNumber(rounded)}`;
}
