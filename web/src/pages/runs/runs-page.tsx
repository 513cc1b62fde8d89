import { Button, Select, TextInput } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { mostComparedRuns } from "../../../../src/contract/api/analyses.ts";
import { serviceRunStates } from "../../../../src/contract/api/runs.ts";
import { useRuns, type RunFilter } from "../../api/use-runs.ts";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { compareHref } from "../compare/compare-search.ts";
import { ImportButton } from "./import-button.tsx";
import { filterOfSearch, hrefOfFilter } from "./run-filter.ts";
import { runColumns } from "./run-columns.tsx";
import classes from "./runs.module.css";

/** Every run, newest first; the address says which of them are shown. Up to ten can be chosen and laid side by side. */
export function RunsPage() {
  const search = useSearch();
  const [, go] = useLocation();
  const filter = useMemo(() => filterOfSearch(search), [search]);
  const query = useRuns(filter);
  const runs = useMemo(() => query.data?.pages.flatMap(({ items }) => items), [query.data]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (runId: string): void => {
    const next = new Set(chosen);
    if (!next.delete(runId) && next.size < mostComparedRuns) next.add(runId);
    setChosen(next);
  };
  return (
    <Page
      title="Runs"
      actions={
        <>
          {chosen.size > 0 && (
            <Button
              disabled={chosen.size < 2}
              variant="default"
              onClick={() => go(compareHref(chosenInOrder(runs ?? [], chosen)))}
            >
              {chosen.size < 2 ? "Choose another to compare" : `Compare ${chosen.size} runs`}
            </Button>
          )}
          <ImportButton />
          <Button renderRoot={(props) => <Link href="/plans" {...props} />}>New run</Button>
        </>
      }
    >
      <FilterFields filter={filter} onFilter={(next) => go(hrefOfFilter(next), { replace: true })} />
      <SectionCard title="Newest first" flush>
        <QueryView query={{ data: runs, error: query.error, refetch: query.refetch }}>
          {(rows) => (
            <>
              <DataTable
                rows={rows}
                columns={runColumns}
                rowKey={({ runId }) => runId}
                caption="Runs"
                href={({ runId }) => `/runs/${encodeURIComponent(runId)}`}
                selected={chosen}
                onToggle={toggle}
                empty={<NoRuns isFiltered={Object.keys(filter).length > 0} />}
              />
              {query.hasNextPage && (
                <div className={classes.more}>
                  <Button
                    variant="default"
                    loading={query.isFetchingNextPage}
                    onClick={() => void query.fetchNextPage()}
                  >
                    Earlier runs
                  </Button>
                </div>
              )}
            </>
          )}
        </QueryView>
      </SectionCard>
    </Page>
  );
}

interface FilterFieldsProps {
  readonly filter: RunFilter;
  readonly onFilter: (filter: RunFilter) => void;
}

function FilterFields({ filter, onFilter }: FilterFieldsProps) {
  const field = (name: "service" | "environment" | "plan", label: string) => (
    // Made anew when the address changes, so that it shows what the address says.
    <TextInput
      key={`${name} ${filter[name] ?? ""}`}
      size="xs"
      label={label}
      defaultValue={filter[name] ?? ""}
      onBlur={(event) => {
        if (event.currentTarget.value !== (filter[name] ?? ""))
          onFilter({ ...filter, [name]: event.currentTarget.value });
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
      }}
    />
  );
  return (
    <search className={`${classes.filter ?? ""} no-print`}>
      {field("service", "Service")}
      {field("environment", "Environment")}
      {field("plan", "Plan")}
      <Select
        size="xs"
        label="State"
        placeholder="any"
        clearable
        data={[...serviceRunStates]}
        value={filter.state ?? null}
        onChange={(value) => onFilter({ ...filter, state: serviceRunStates.find((state) => state === value) })}
      />
    </search>
  );
}

/** Oldest first: each run is held against the first. */
function chosenInOrder(runs: readonly { readonly runId: string }[], chosen: ReadonlySet<string>): string[] {
  return runs
    .map(({ runId }) => runId)
    .filter((runId) => chosen.has(runId))
    .toReversed();
}

function NoRuns({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <EmptyState title="No such run" action={<Link href="/runs">Show all runs</Link>}>
        No run is of this service, environment, plan and state.
      </EmptyState>
    );
  return (
    <EmptyState title="No run yet" action={<Link href="/plans">To the plans</Link>}>
      A run begins with a plan: hand one in, have it approved, and start it. Runs of the command line show up here too
      when they share the data folder.
    </EmptyState>
  );
}
