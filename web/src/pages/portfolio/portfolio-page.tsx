import { Link } from "wouter";
import { formatNumber, formatShare } from "../../../../src/contract/format-quantity.ts";
import type { Portfolio } from "../../../../src/contract/api/portfolio.ts";
import { usePortfolio } from "../../api/use-history.ts";
import { DataTable } from "../../components/data-table.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Figure, Figures } from "../../components/figures.tsx";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { EvaluationSection } from "./evaluation-section.tsx";
import { portfolioColumns } from "./portfolio-columns.tsx";
import { ServiceDetails } from "./service-details.tsx";

/** All services at a glance: how well each is tested, whether it meets its objectives, and how much its verdicts are worth. */
export function PortfolioPage() {
  const query = usePortfolio();
  return (
    <Page
      title="Portfolio"
      lead="Percentiles of a service come from the merged distributions of its runs, never from averaged percentiles."
    >
      <QueryView query={query}>{(portfolio) => <Services portfolio={portfolio} />}</QueryView>
      <EvaluationSection />
    </Page>
  );
}

function Services({ portfolio: { services, acceptance } }: { readonly portfolio: Portfolio }) {
  if (services.length === 0)
    return (
      <EmptyState title="No service yet" action={<Link href="/plans">To the plans</Link>}>
        Every plan names the service that it tests. From its first run on the service stands here with three scores and
        what would raise them.
      </EmptyState>
    );
  const open = services.reduce((sum, { openRegressions }) => sum + openRegressions, 0);
  const uncovered = services.filter(({ uncovered: { endpoints } }) => endpoints.length > 0).length;
  const failing = services.filter(({ verdict }) => verdict === "fail").length;
  return (
    <>
      <Figures>
        <Figure label="Services" value={formatNumber(services.length)} />
        <Figure
          label="Failing"
          value={failing === 0 ? "none" : formatNumber(failing)}
          tone={failing === 0 ? "pass" : "fail"}
          hint="by their last run"
        />
        <Figure
          label="Open regressions"
          value={open === 0 ? "none" : formatNumber(open)}
          tone={open === 0 ? "pass" : "fail"}
        />
        <Figure
          label="With endpoints without objectives"
          value={uncovered === 0 ? "none" : formatNumber(uncovered)}
          tone={uncovered === 0 ? "pass" : "warn"}
        />
        <Figure
          label="Advice accepted"
          value={acceptance.share === null ? "–" : formatShare(acceptance.share, 0)}
          hint={
            acceptance.share === null
              ? "no recommendation was answered yet"
              : `${formatNumber(acceptance.accepted)} of ${formatNumber(acceptance.answered)} answered`
          }
        />
      </Figures>
      <SectionCard title="Services" flush>
        <DataTable
          rows={services}
          columns={portfolioColumns}
          rowKey={({ service }) => service}
          caption="Services"
          initialSort={{ key: "service", descending: false }}
        />
      </SectionCard>
      <ServiceDetails services={services} />
    </>
  );
}
