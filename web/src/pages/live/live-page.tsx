import { Button, SegmentedControl } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useSearch } from "wouter";
import type { RunHead } from "../../../../src/contract/api/runs.ts";
import { useMay } from "../../api/use-access.ts";
import { useRunEvents } from "../../api/use-run-events.ts";
import { useShortcut } from "../../components/keyboard.ts";
import { Page } from "../../components/page.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { VerdictBadge } from "../../components/verdict-badge.tsx";
import { When } from "../../components/when.tsx";
import { Announcer } from "./announcer.tsx";
import { EndpointDetail } from "./endpoint-detail.tsx";
import { EndpointTable } from "./endpoint-table.tsx";
import { EngineLog } from "./engine-log.tsx";
import { GuardEvents } from "./guard-events.tsx";
import { LiveChart } from "./live-chart.tsx";
import { liveCharts, type LiveView } from "./live-charts.ts";
import { LiveHead } from "./live-head.tsx";
import classes from "./live.module.css";
import { LiveStore, withNextFrame } from "./live-store.ts";
import { ObjectiveList } from "./objective-list.tsx";
import { StopDialog } from "./stop-dialog.tsx";
import { StreamNotice } from "./stream-notice.tsx";
import { useLive } from "./use-live.ts";

/** A run that waits or goes on, second by second. When it is over the page asks for its analysis. */
export function LivePage({ head }: { readonly head: RunHead }) {
  const { runId } = head;
  const [store] = useState(() => new LiveStore(withNextFrame));
  const stream = useRunEvents(runId, (events) => store.push(events));
  const run = useLive(store, ["state", "start"]);
  const queries = useQueryClient();
  const isOver = run.done !== null;
  useEffect(() => {
    if (!isOver) return;
    void queries.invalidateQueries({ queryKey: ["run", runId] });
    void queries.invalidateQueries({ queryKey: ["runs"] });
  }, [isOver, queries, runId]);

  const state = run.done?.state ?? run.state?.state ?? run.start?.state ?? head.state;
  const hasLoad = run.start !== null && run.start.startedAt !== null;
  const endpoint = new URLSearchParams(useSearch()).get("endpoint");
  const address = `/runs/${encodeURIComponent(runId)}`;
  return (
    <Page
      title={head.plan}
      crumbs={[{ href: "/runs", label: "Runs" }]}
      badge={<VerdictBadge verdict={run.done?.verdict ?? null} state={state} size="lg" />}
      lead={
        <>
          {head.service} on {head.environment} · asked for <When at={head.startedAt} />
          {head.author === null ? "" : ` by ${head.author}`}
          {run.state === null ? "" : ` · ${run.state.text}`}
        </>
      }
      actions={<StopButton runId={runId} isQueued={state === "queued"} isOver={isOver} />}
    >
      <Announcer store={store} />
      <StreamNotice stream={stream} />
      {state === "queued" && <QueueNotice ahead={run.state?.ahead ?? null} environment={head.environment} />}
      <LiveHead store={store} />
      <div className={classes.pair}>
        <SectionCard title="Objectives" hint="the verdict comes with the analysis">
          <ObjectiveList store={store} />
        </SectionCard>
        <SectionCard title="Guard and events">
          <GuardEvents store={store} />
        </SectionCard>
      </div>
      {hasLoad && <LiveCharts store={store} />}
      {endpoint !== null && <EndpointDetail store={store} endpointKey={endpoint} closeHref={address} />}
      {hasLoad && <EndpointTable store={store} hrefOf={(key) => `${address}?endpoint=${encodeURIComponent(key)}`} />}
      <SectionCard title="Log of the engine">
        <EngineLog store={store} />
      </SectionCard>
    </Page>
  );
}

function LiveCharts({ store }: { readonly store: LiveStore }) {
  const [view, setView] = useState<LiveView>("recent");
  return (
    <SectionCard
      title="Second by second"
      actions={
        <SegmentedControl
          size="xs"
          aria-label="How much of the run the charts show"
          data={[
            { value: "recent", label: "Last 5 minutes" },
            { value: "whole", label: "Whole run" },
          ]}
          value={view}
          onChange={(value) => setView(value === "whole" ? "whole" : "recent")}
        />
      }
    >
      <div className={classes.columns}>
        {liveCharts.map((chart) => (
          <LiveChart key={chart.title} store={store} chart={chart} view={view} />
        ))}
      </div>
    </SectionCard>
  );
}

interface StopButtonProps {
  readonly runId: string;
  readonly isQueued: boolean;
  readonly isOver: boolean;
}

function StopButton({ runId, isQueued, isOver }: StopButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const mayStop = useMay("stop-run");
  useShortcut("s", () => setAsking(mayStop && !isOver), "Stop the run");
  return (
    <>
      <Button
        color="red.9"
        disabled={!mayStop || isOver}
        title={mayStop ? undefined : "Your role may not stop runs"}
        onClick={() => setAsking(true)}
      >
        {isQueued ? "Take out of the queue" : "Stop"}
      </Button>
      <StopDialog runId={runId} isQueued={isQueued} opened={isAsking} onClose={() => setAsking(false)} />
    </>
  );
}

function QueueNotice({ ahead, environment }: { readonly ahead: number | null; readonly environment: string }) {
  return (
    <p className={classes.notice}>
      {ahead === null || ahead === 0
        ? `It begins as soon as ${environment} is free.`
        : `${ahead} ${ahead === 1 ? "run is" : "runs are"} before it on ${environment}. One load at a time: two would measure each other.`}
    </p>
  );
}
