import { Link, useLocation, useSearch } from "wouter";
import { useBaselines, useHistory, useRegressions } from "../../api/use-history.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { BaselineTable } from "./baseline-table.tsx";
import { DriftSection } from "./drift-section.tsx";
import { HistoryFields } from "./history-fields.tsx";
import { hrefOfHistory, readHistorySearch } from "./history-search.ts";
import { RegressionTable } from "./regression-table.tsx";
import { TrendSection } from "./trend-section.tsx";

/** How a service became what it is: trends with their changes, what was accepted, how far it drifted from its anchor. */
export function HistoryPage() {
  const search = useSearch();
  const [, go] = useLocation();
  const baselines = useBaselines({ limit: 1000 });
  const asked = readHistorySearch(search);
  // The service that ran last, unless the address says which.
  const name = asked.name === "" ? (baselines.data?.baselines[0]?.service ?? "") : asked.name;
  const shown = { ...asked, name };
  const query = name === "" ? null : queryOf(shown);
  const history = useHistory(query);
  const regressions = useRegressions({ closed: "false" });
  const own = regressions.data?.regressions.filter(({ service, plan }) => service === name || plan === name);
  return (
    <Page title={name === "" ? "History" : `History of ${name}`}>
      <QueryView query={baselines}>
        {({ baselines: runs }) =>
          runs.length === 0 && asked.name === "" ? (
            <EmptyState title="No history yet" action={<Link href="/plans">To the plans</Link>}>
              Every run that passes becomes a part of the baseline. From the second run on its figures stand here side
              by side.
            </EmptyState>
          ) : (
            <>
              <HistoryFields
                search={shown}
                baselines={runs}
                series={history.data?.series ?? []}
                onSearch={(next) => go(hrefOfHistory(next), { replace: true })}
              />
              <QueryView query={history}>
                {(document) => (
                  <>
                    <TrendSection
                      document={document}
                      accepted={own ?? []}
                      onChoose={(runId) => go(`/runs/${encodeURIComponent(runId)}`)}
                    />
                    <DriftSection document={document} />
                  </>
                )}
              </QueryView>
              <QueryView query={{ data: own, error: regressions.error, refetch: regressions.refetch }}>
                {(entries) => <RegressionTable entries={entries} />}
              </QueryView>
              <BaselineTable baselines={runs.filter(({ service, plan }) => service === name || plan === name)} />
            </>
          )
        }
      </QueryView>
    </Page>
  );
}

function queryOf({ name, environment, endpoint, statistic }: ReturnType<typeof readHistorySearch>) {
  return {
    name,
    statistic,
    ...(environment === "" ? {} : { environment }),
    ...(endpoint === "" ? {} : { endpoint }),
  };
}
