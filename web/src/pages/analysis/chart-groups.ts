import type { ChartSpec } from "../../../../src/contract/run.ts";

/** The charts of an analysis, by the question that they answer. */
export interface ChartGroups {
  /** The whole run over time. */
  readonly timeline: readonly ChartSpec[];
  /** Each endpoint that is worth it: latency over time beside its distribution. */
  readonly endpoints: readonly { readonly name: string; readonly charts: readonly ChartSpec[] }[];
  /** Against earlier runs: run by run beside the two distributions. */
  readonly changes: readonly { readonly name: string; readonly charts: readonly ChartSpec[] }[];
  readonly capacity: readonly ChartSpec[];
  /** Where the time goes, and whatever a newer analysis draws. */
  readonly others: readonly ChartSpec[];
}

const timelineIds = new Set(["latency", "throughput", "errors", "vus"]);
const isEndpoint = startsWithOneOf("latency:", "distribution:");
const isChange = startsWithOneOf("history:", "change:");
const isCapacity = startsWithOneOf("capacity:");

export function groupCharts(charts: readonly ChartSpec[]): ChartGroups {
  return {
    timeline: charts.filter(({ id }) => timelineIds.has(id)),
    endpoints: bySubject(charts.filter(isEndpoint)),
    changes: bySubject(charts.filter(isChange)),
    capacity: charts.filter(isCapacity),
    others: charts.filter(
      (chart) => !timelineIds.has(chart.id) && !isEndpoint(chart) && !isChange(chart) && !isCapacity(chart),
    ),
  };
}

function startsWithOneOf(...prefixes: readonly string[]): (chart: ChartSpec) => boolean {
  return ({ id }) => prefixes.some((prefix) => id.startsWith(prefix));
}

/** What stands after the first colon of an id is `scenario/endpoint`; in the order in which the subjects come. */
function bySubject(charts: readonly ChartSpec[]): { name: string; charts: ChartSpec[] }[] {
  const groups = new Map<string, ChartSpec[]>();
  for (const chart of charts) {
    const subject = chart.id.slice(chart.id.indexOf(":") + 1);
    const group = groups.get(subject);
    if (group === undefined) groups.set(subject, [chart]);
    else group.push(chart);
  }
  return [...groups].map(([name, members]) => ({ name, charts: members }));
}
