import {
  formatChange,
  formatMs,
  formatNumber,
  formatRate,
  formatShare,
  formatStamp,
} from "../../../contract/format-quantity.ts";
import type { RunDocument } from "../../../contract/run.ts";
import { paintVerdict } from "./render-verdict.ts";
import { paint, plain, table, type TerminalStyle } from "./terminal-text.ts";

/** A change of p95 smaller than this is not coloured: two runs alone cannot tell it from noise. */
const coloured = 0.05;

/** Two runs side by side, `a` as before and `b` as after: what differs in how they were made, then in what they measured. Ends with a line break. */
export function renderCompare(a: RunDocument, b: RunDocument, style: TerminalStyle): string {
  const lines = [...madeOf(a, b, style), "", ...endpointLines(a, b, style)];
  const objectives = objectiveLines(a, b, style);
  if (objectives.length > 0) lines.push("", ...objectives);
  lines.push(
    "",
    paint("Two runs say what differs, not why: noise between runs is not accounted for here.", ["dim"], style),
  );
  return `${lines.join("\n")}\n`;
}

function madeOf(a: RunDocument, b: RunDocument, style: TerminalStyle): string[] {
  const rows: [string, (document: RunDocument) => string][] = [
    ["run", ({ runId }) => plain(runId)],
    ["started", ({ startedAt }) => formatStamp(plain(startedAt))],
    ["verdict", ({ verdict }) => paintVerdict(verdict, style)],
    ["plan", ({ plan }) => `${plain(plan.name)} ${plan.sha256.slice(0, 8)}`],
    ["seed", ({ plan }) => String(plan.seed)],
    ["environment", ({ environment }) => plain(environment)],
    ["engine", ({ engine }) => plain(`${engine.name} ${engine.version}`)],
    [
      "tags",
      ({ tags }) =>
        plain(
          Object.keys(tags)
            .toSorted()
            .map((key) => `${key}=${tags[key] ?? ""}`)
            .join(" "),
        ) || "–",
    ],
    ["requests", ({ totals }) => formatNumber(totals.requests)],
    ["throughput", rateOf],
    ["errors", ({ totals }) => failedShare(totals)],
  ];
  const mustAgree = new Set(["plan", "seed", "environment", "engine"]);
  return table(
    [
      { title: "", align: "left" },
      { title: "before", align: "left" },
      { title: "after", align: "left" },
      { title: "", align: "left" },
    ],
    rows.map(([name, pick]) => {
      const [before, after] = [pick(a), pick(b)];
      const differs = mustAgree.has(name) && before !== after;
      return [paint(name, ["dim"], style), before, after, differs ? paint("differs", ["yellow"], style) : ""];
    }),
    style,
  );
}

function endpointLines(a: RunDocument, b: RunDocument, style: TerminalStyle): string[] {
  const before = new Map(a.endpoints.map((endpoint) => [keyOf(endpoint), endpoint]));
  const after = new Map(b.endpoints.map((endpoint) => [keyOf(endpoint), endpoint]));
  const right = { align: "right" as const };
  return table(
    [
      { title: "scenario", align: "left" },
      { title: "endpoint", align: "left" },
      { title: "p50 before", ...right, dropOrder: 1 },
      { title: "after", ...right, dropOrder: 1 },
      { title: "p95 before", ...right },
      { title: "after", ...right },
      { title: "change", ...right },
      { title: "errors before", ...right, dropOrder: 2 },
      { title: "after", ...right, dropOrder: 2 },
    ],
    [...new Set([...before.keys(), ...after.keys()])].map((key) => {
      const [one, other] = [before.get(key), after.get(key)];
      const named = other ?? one;
      return [
        paint(plain(named?.scenario ?? ""), ["dim"], style),
        plain(named?.name ?? ""),
        one === undefined ? "–" : formatMs(one.latencyMs.p50),
        other === undefined ? "–" : formatMs(other.latencyMs.p50),
        one === undefined ? "–" : formatMs(one.latencyMs.p95),
        other === undefined ? "–" : formatMs(other.latencyMs.p95),
        changeText(one?.latencyMs.p95, other?.latencyMs.p95, style),
        one === undefined ? "–" : failedShare(one),
        other === undefined ? "–" : failedShare(other),
      ];
    }),
    style,
  );
}

function changeText(before: number | undefined, after: number | undefined, style: TerminalStyle): string {
  if (before === undefined) return "new";
  if (after === undefined) return "gone";
  if (before === 0) return "–";
  const change = after / before - 1;
  const text = formatChange(change);
  return Math.abs(change) < coloured ? text : paint(text, [change > 0 ? "red" : "green"], style);
}

const rateOf = ({ totals }: RunDocument): string =>
  totals.durationMs > 0 ? formatRate((1000 * totals.requests) / totals.durationMs) : "–";

const keyOf = ({ scenario, name }: RunDocument["endpoints"][number]): string => JSON.stringify([scenario, name]);

const failedShare = ({ requests, failedRequests }: { requests: number; failedRequests: number }): string =>
  formatShare(requests === 0 ? 0 : failedRequests / requests);

/** Objectives whose status is another one now. */
function objectiveLines(a: RunDocument, b: RunDocument, style: TerminalStyle): string[] {
  const before = new Map(a.objectives.map(({ name, status }) => [name, status]));
  const changed = b.objectives.filter(({ name, status }) => before.get(name) !== status);
  if (changed.length === 0) return [];
  return table(
    [
      { title: "objective", align: "left" },
      { title: "before", align: "left" },
      { title: "after", align: "left" },
    ],
    changed.map(({ name, status }) => [
      plain(name),
      before.get(name) ?? "–",
      status === "breached" ? paint(status, ["red"], style) : status,
    ]),
    style,
  );
}
