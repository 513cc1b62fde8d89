import { Link } from "wouter";
import type { RunHead } from "../../../../src/contract/api/runs.ts";
import { useRun } from "../../api/use-runs.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { VerdictBadge } from "../../components/verdict-badge.tsx";
import { When } from "../../components/when.tsx";
import { AnalysisPage } from "../analysis/analysis-page.tsx";
import { LivePage } from "../live/live-page.tsx";

/** One run at its one address: live while it waits or goes on, its analysis once it is judged. */
export function RunPage({ runId }: { readonly runId: string }) {
  const query = useRun(runId);
  const run = query.data;
  if (run === undefined)
    return (
      <Page title={runId} crumbs={[{ href: "/runs", label: "Runs" }]}>
        <QueryView query={query}>{() => null}</QueryView>
      </Page>
    );
  if ("schemaVersion" in run) return <AnalysisPage document={run} />;
  if (run.state === "queued" || run.state === "running") return <LivePage head={run} />;
  return <UnjudgedPage head={run} />;
}

/** A run that ended without anything to judge. */
function UnjudgedPage({ head }: { readonly head: RunHead }) {
  const { plan, planId, service, environment, state, verdict, reason, startedAt } = head;
  return (
    <Page
      title={plan}
      crumbs={[{ href: "/runs", label: "Runs" }]}
      badge={<VerdictBadge verdict={verdict} state={state} size="lg" />}
      lead={
        <>
          {service} on {environment} · asked for <When at={startedAt} />
        </>
      }
    >
      <EmptyState
        title="There is nothing to analyse"
        action={planId !== null && <Link href={`/plans/${encodeURIComponent(planId)}`}>To the plan</Link>}
      >
        {reason ?? "The run ended before it put load on its target, or its folder is no longer here."}
      </EmptyState>
    </Page>
  );
}
