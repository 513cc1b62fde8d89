import { Button } from "@mantine/core";
import { Link, useSearch } from "wouter";
import type { RunDocument } from "../../../../src/contract/run.ts";
import { useRunAnalysis } from "../../api/use-runs.ts";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { VerdictBadge } from "../../components/verdict-badge.tsx";
import { When } from "../../components/when.tsx";
import { historyHref } from "../history/history-search.ts";
import { chosenAnalysis } from "./chosen-analysis.ts";
import { ChartSections } from "./chart-sections.tsx";
import { ComparisonSection } from "./comparison-section.tsx";
import { EvidenceSection, NarrativeSection } from "./evidence-section.tsx";
import { JudgeAgainButton } from "./judge-again-button.tsx";
import { ObjectiveSection } from "./objective-table.tsx";
import { PinButton } from "./pin-button.tsx";
import { RecommendationSection } from "./recommendation-list.tsx";
import { ReportButton } from "./report-button.tsx";
import { ResultTables } from "./result-tables.tsx";
import { RunFacts } from "./run-facts.tsx";
import { RunFigures } from "./run-figures.tsx";
import { WhySection } from "./why-section.tsx";

/** A run that is over: the verdict and its reasons first, then everything that they rest on. */
export function AnalysisPage({ document: known }: { readonly document: RunDocument }) {
  const { runId } = known;
  const chosen = chosenAnalysis(useSearch());
  const query = useRunAnalysis(runId, chosen);
  const document = query.data?.document ?? known;
  const { plan, service, environment, startedAt, verdict } = document;
  return (
    <Page
      title={plan.name}
      crumbs={[{ href: "/runs", label: "Runs" }]}
      badge={<VerdictBadge verdict={verdict} size="lg" />}
      lead={
        <>
          {service} on {environment} · <When at={startedAt} format="date" />
          {chosen === undefined ? "" : " · a later analysis of the same figures"}
        </>
      }
      actions={
        <>
          <Button
            variant="default"
            renderRoot={(props) => <Link href={historyHref(service, environment)} {...props} />}
          >
            History
          </Button>
          <PinButton runId={runId} />
          <JudgeAgainButton runId={runId} />
          <ReportButton runId={runId} analysis={chosen} />
        </>
      }
    >
      <QueryView query={query}>
        {(analysis) => (
          <>
            <WhySection analysis={analysis} />
            <RunFigures document={analysis.document} />
            <NarrativeSection narrative={analysis.narrative} evidence={analysis.evidence} />
            <RecommendationSection runId={runId} recommendations={analysis.recommendations} />
            <ObjectiveSection document={analysis.document} />
            <ComparisonSection document={analysis.document} />
            <ChartSections charts={analysis.charts} capacity={analysis.document.capacity} />
            <ResultTables document={analysis.document} />
            <RunFacts document={analysis.document} />
            <EvidenceSection evidence={analysis.evidence} />
          </>
        )}
      </QueryView>
    </Page>
  );
}
