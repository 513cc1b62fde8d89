import { Select } from "@mantine/core";
import { useMemo, useState } from "react";
import type { ChartSpec, RunDocument } from "../../../../src/contract/run.ts";
import { AnalysisChart } from "../../charts/analysis-chart.tsx";
import { ShiftChart } from "../../charts/shift-chart.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import classes from "./analysis.module.css";
import { groupCharts } from "./chart-groups.ts";

export interface ChartSectionsProps {
  readonly charts: readonly ChartSpec[];
  readonly capacity: RunDocument["capacity"];
}

/** The charts against earlier runs come first, as they are what was asked for; then the run over time, then each endpoint. */
export function ChartSections({ charts, capacity }: ChartSectionsProps) {
  const groups = useMemo(() => groupCharts(charts), [charts]);
  return (
    <>
      {groups.changes.length > 0 && (
        <ChosenCharts title="What changed, run by run" label="Endpoint that changed" groups={groups.changes} />
      )}
      {groups.timeline.length > 0 && (
        <SectionCard title="Over time" hint="shaded: the part that is judged; hatched: its warm-up">
          <Charts charts={groups.timeline} />
        </SectionCard>
      )}
      {groups.capacity.length > 0 && (
        <SectionCard title="Capacity" hint={capacity?.kneeText}>
          <Charts charts={groups.capacity} />
        </SectionCard>
      )}
      {groups.endpoints.length > 0 && (
        <ChosenCharts title="Endpoint by endpoint" label="Endpoint" groups={groups.endpoints} />
      )}
      {groups.others.length > 0 && (
        <SectionCard title="Where the time goes">
          <div className={classes.wide}>
            {groups.others.map((spec) => (
              <AnalysisChart key={spec.id} spec={spec} />
            ))}
          </div>
        </SectionCard>
      )}
    </>
  );
}

function Charts({ charts }: { readonly charts: readonly ChartSpec[] }) {
  return (
    <div className={classes.columns}>
      {charts.map((spec) => (
        <AnalysisChart key={spec.id} spec={spec} />
      ))}
      {charts
        .filter(({ kind }) => kind === "distribution")
        .map((spec) => (
          <ShiftChart key={spec.id} spec={spec} />
        ))}
    </div>
  );
}

interface ChosenChartsProps {
  readonly title: string;
  readonly label: string;
  readonly groups: readonly { readonly name: string; readonly charts: readonly ChartSpec[] }[];
}

/** The charts of one subject at a time, the worst at first. */
function ChosenCharts({ title, label, groups }: ChosenChartsProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = groups.find(({ name }) => name === chosen) ?? groups[0];
  return (
    <SectionCard
      title={title}
      actions={
        groups.length > 1 && (
          <Select
            size="xs"
            aria-label={label}
            data={groups.map(({ name }) => ({ value: name, label: labelOf(name) }))}
            value={shown?.name ?? null}
            onChange={setChosen}
            allowDeselect={false}
          />
        )
      }
    >
      <Charts charts={shown?.charts ?? []} />
    </SectionCard>
  );
}

/** `buy/checkout` as `checkout in buy`. */
function labelOf(name: string): string {
  const slash = name.indexOf("/");
  const [scenario, endpoint] = [name.slice(0, slash), name.slice(slash + 1)];
  return scenario === "" ? endpoint : `${endpoint} in ${scenario}`;
}
