import { Button, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import type { PlanHead } from "../../../../src/contract/api/plans.ts";
import { useMay } from "../../api/use-access.ts";
import { usePlans } from "../../api/use-plans.ts";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { useShortcut } from "../../components/keyboard.ts";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { showToast } from "../../components/toasts.tsx";
import { When } from "../../components/when.tsx";
import { beginDraft } from "./draft-store.ts";
import { DropArea } from "./drop-area.tsx";
import { GuardBadge, PlanStateBadge } from "./plan-badges.tsx";
import { addFiles, starterDraft, type DroppedFile } from "./plan-draft.ts";

const columns: readonly DataColumn<PlanHead>[] = [
  { key: "name", title: "Plan", cell: ({ name }) => name, sortBy: ({ name }) => name },
  { key: "service", title: "Service", cell: ({ service }) => service, sortBy: ({ service }) => service },
  {
    key: "environment",
    title: "Environment",
    cell: ({ environment }) => environment,
    sortBy: ({ environment }) => environment,
  },
  {
    key: "state",
    title: "Review",
    cell: ({ state }) => <PlanStateBadge state={state} />,
    sortBy: ({ state }) => state,
  },
  { key: "guard", title: "Guard", cell: ({ guard }) => <GuardBadge decision={guard} />, sortBy: ({ guard }) => guard },
  { key: "author", title: "Handed in by", cell: ({ author }) => author, sortBy: ({ author }) => author },
  {
    key: "createdAt",
    title: "When",
    cell: ({ createdAt }) => <When at={createdAt} />,
    sortBy: ({ createdAt }) => createdAt,
  },
  { key: "runs", title: "Runs", align: "right", cell: ({ runs }) => runs, sortBy: ({ runs }) => runs },
];

/** Plans that were handed in. Files dropped here begin a new one. */
export function PlansPage() {
  const plans = usePlans();
  const maySubmit = useMay("submit-plan");
  const [, go] = useLocation();
  const [wanted, setWanted] = useState("");
  useShortcut("n", () => go("/plans/new"), "Write a plan");

  const take = (files: readonly DroppedFile[]): void => {
    if (files.length === 0) return;
    const { draft, left } = addFiles({ ...starterDraft, slos: {} }, files);
    beginDraft(draft, null);
    for (const text of left) showToast({ title: text, tone: "warn" });
    go("/plans/new");
  };

  const all = useMemo(() => plans.data?.pages.flatMap(({ items }) => items) ?? [], [plans.data]);
  const rows = useMemo(() => all.filter((plan) => matches(plan, wanted)), [all, wanted]);
  return (
    <DropArea onFiles={maySubmit ? take : () => showToast({ title: "You may not hand in plans.", tone: "warn" })}>
      <Page
        title="Plans"
        lead="What may be run, on which target, under which load. Each is checked by the guard and reviewed by a person before it runs."
        actions={
          maySubmit ? (
            <Button component={Link} href="/plans/new">
              New plan
            </Button>
          ) : undefined
        }
      >
        <QueryView query={{ data: plans.data, error: plans.error, refetch: plans.refetch }}>
          {() =>
            all.length === 0 ? (
              <NoPlans />
            ) : (
              <SectionCard
                title="Handed in"
                hint={`${rows.length} shown`}
                flush
                actions={
                  <TextInput
                    size="xs"
                    aria-label="Filter the plans"
                    placeholder="Name, service, environment or person"
                    w={260}
                    value={wanted}
                    onChange={(event) => setWanted(event.currentTarget.value)}
                  />
                }
              >
                <DataTable
                  rows={rows}
                  columns={columns}
                  rowKey={({ planId }) => planId}
                  href={({ planId }) => `/plans/${planId}`}
                  caption="Plans, newest first"
                  empty="No plan fits what you typed."
                />
              </SectionCard>
            )
          }
        </QueryView>
        {plans.hasNextPage && (
          <Button variant="default" loading={plans.isFetchingNextPage} onClick={() => void plans.fetchNextPage()}>
            Show older plans
          </Button>
        )}
      </Page>
    </DropArea>
  );
}

function NoPlans() {
  return (
    <EmptyState
      title="No plan was handed in yet"
      action={
        <Button component={Link} href="/plans/new">
          Write the first one
        </Button>
      }
    >
      <p>
        Drop a folder with a plan, its objectives and its data anywhere on this page, write one here, or hand it in from
        a pipeline:
      </p>
      <pre>
        {`curl -H "Authorization: Bearer $TOKEN" \\
  -F plan=@plan.yaml -F slos=@slo.yaml \\
  ${window.location.origin}/api/agents/performance-agent/plan`}
      </pre>
    </EmptyState>
  );
}

function matches({ name, service, environment, author }: PlanHead, wanted: string): boolean {
  const text = `${name} ${service} ${environment} ${author}`.toLowerCase();
  return wanted
    .toLowerCase()
    .split(/\s+/u)
    .every((word) => text.includes(word));
}
