import { Link } from "wouter";
import { ChartFrame, type ChartSeries } from "../../components/chart/chart-frame.tsx";
import { unitAxis } from "../../components/chart/unit-axis.ts";
import { SectionCard } from "../../components/section-card.tsx";
import { keyOfEndpoint } from "./endpoint-rows.ts";
import { leastSeconds, secondsFromStart } from "./live-charts.ts";
import classes from "./live.module.css";
import type { LiveStore } from "./live-store.ts";
import { useLive } from "./use-live.ts";

const milliseconds = unitAxis("ms");
const perSecond = unitAxis("per-second");

export interface EndpointDetailProps {
  readonly store: LiveStore;
  /** `scenario/endpoint` */
  readonly endpointKey: string;
  /** Address of the page without a chosen endpoint. */
  readonly closeHref: string;
}

/** The last ten minutes of one endpoint. */
export function EndpointDetail({ store, endpointKey, closeHref }: EndpointDetailProps) {
  const { endpoints } = useLive(store, ["seconds", "start"]);
  const index = endpoints.names.findIndex((name) => keyOfEndpoint(name) === endpointKey);
  const name = endpoints.names[index];
  if (name === undefined) return null;
  const { x, values } = endpoints.columns(index, ["p50", "p95", "p99", "requests", "failed"]);
  const [p50 = [], p95 = [], p99 = [], requests = [], failed = []] = values;
  const latency: ChartSeries[] = [
    { name: "p50", values: p50 },
    { name: "p95", values: p95 },
    { name: "p99", values: p99 },
  ];
  const load: ChartSeries[] = [
    { name: "requests", values: requests },
    { name: "failed", values: failed, color: "fail" },
  ];
  const xRange: [number, number] = [x[0] ?? 0, Math.max(endpoints.newest, leastSeconds)];
  const common = { xs: x, x: secondsFromStart, xRange, syncKey: "live", height: 170 };
  return (
    <SectionCard
      title={name.scenario === "" ? name.endpoint : `${name.endpoint} in ${name.scenario}`}
      hint="at most the last ten minutes"
      actions={<Link href={closeHref}>Close</Link>}
    >
      <div className={classes.columns}>
        <ChartFrame
          {...common}
          title={`Latency of ${name.endpoint}`}
          summary="Percentiles of the latency of each second."
          y={milliseconds}
          series={latency}
        />
        <ChartFrame
          {...common}
          title={`Requests per second to ${name.endpoint}`}
          summary="Requests that were answered in each second, and those of them that failed."
          y={perSecond}
          series={load}
        />
      </div>
    </SectionCard>
  );
}
