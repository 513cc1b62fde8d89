import { useSearchParams } from "wouter";
import type { PlanResource, PlanReviewResource } from "../../../../src/contract/api/plans.ts";
import { formatDuration, formatMoney, formatNumber, formatRate } from "../../../../src/contract/format-quantity.ts";
import { usePlan, usePlanReview } from "../../api/use-plans.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { Figure, Figures } from "../../components/figures.tsx";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { sayCount } from "../plans/load-preview.tsx";
import { PlanStateBadge } from "../plans/plan-badges.tsx";
import { StandingView } from "../plans/standing-view.tsx";
import { DecisionForm } from "./decision-form.tsx";
import { FileChanges } from "./file-changes.tsx";
import { HiddenCharacters } from "./hidden-characters.tsx";
import { LoadChanges } from "./load-changes.tsx";

/** Everything that somebody has to see before a plan may put load on a target. `?against=HASH` compares with another plan. */
export function ReviewPage({ planId }: { readonly planId: string }) {
  const [search] = useSearchParams();
  const plan = usePlan(planId);
  const review = usePlanReview(planId, search.get("against") ?? undefined);
  const name = plan.data?.name ?? "Plan";
  return (
    <Page
      title={`Review of ${name}`}
      badge={plan.data === undefined ? undefined : <PlanStateBadge state={plan.data.state} />}
      crumbs={[
        { href: "/plans", label: "Plans" },
        { href: `/plans/${encodeURIComponent(planId)}`, label: name },
      ]}
      lead={
        plan.data === undefined
          ? undefined
          : `${plan.data.author} wants to run this on ${plan.data.environment}. An approval binds exactly what stands here.`
      }
    >
      <QueryView query={plan}>
        {(known) => <QueryView query={review}>{(document) => <Reviewed plan={known} review={document} />}</QueryView>}
      </QueryView>
    </Page>
  );
}

function Reviewed({ plan, review }: { readonly plan: PlanResource; readonly review: PlanReviewResource }) {
  return (
    <>
      <LoadFigures review={review} />
      <SectionCard title="What changes for the target">
        <LoadChanges review={review} />
      </SectionCard>
      <HiddenCharacters hidden={review.hidden} />
      <SectionCard title="What it asks of the target" flush>
        <DataTable
          rows={review.load.endpoints}
          columns={endpointColumns}
          rowKey={({ name }) => name}
          caption="Endpoints of the plan, those that write first"
          initialSort={{ key: "writes", descending: true }}
        />
      </SectionCard>
      <FileChanges files={review.files} isFirst={review.against === null} />
      <StandingView plan={plan} />
      <SectionCard title="Decision">
        <DecisionForm plan={plan} review={review} />
      </SectionCard>
    </>
  );
}

type Endpoint = PlanReviewResource["load"]["endpoints"][number];

const endpointColumns: readonly DataColumn<Endpoint>[] = [
  { key: "name", title: "Endpoint", cell: ({ name }) => name, sortBy: ({ name }) => name },
  { key: "method", title: "Method", cell: ({ method }) => <code>{method}</code>, sortBy: ({ method }) => method },
  { key: "target", title: "Address", cell: ({ target }) => <code>{target}</code>, sortBy: ({ target }) => target },
  {
    key: "writes",
    title: "Writes",
    cell: ({ writes }) => (writes ? "yes" : "no"),
    sortBy: ({ writes }) => Number(writes),
  },
];

function LoadFigures({ review }: { readonly review: PlanReviewResource }) {
  const { peakVus, peakRatePerSecond, maxDurationMs, requests, writes, hosts, cost, data } = review.load;
  const rows = data.reduce((sum, each) => sum + each.rows, 0);
  return (
    <Figures>
      <Figure label="Virtual users at peak" value={formatNumber(peakVus)} />
      <Figure
        label="Iterations at peak"
        value={peakRatePerSecond === null ? "not fixed" : formatRate(peakRatePerSecond)}
      />
      <Figure label="At most" value={formatDuration(maxDurationMs)} />
      <Figure label="Requests" value={sayCount(requests)} />
      <Figure label="Writes" value={sayCount(writes)} tone={writes?.count === 0 ? undefined : "warn"} />
      <Figure label="Cost" value={formatMoney(cost.estimated, cost.currency)} />
      <Figure label="Hosts" value={hosts.length} hint={hosts.join(", ")} />
      <Figure label="Data" value={`${formatNumber(rows)} rows`} hint={data.map(({ name }) => name).join(", ")} />
    </Figures>
  );
}
