import { lazy } from "react";
import { Redirect, Route, Switch } from "wouter";
import { NotFoundPage } from "./not-found-page.tsx";

/** Each page is fetched when it is first opened. Addresses are for people to keep and send: they do not change. */
const PlansPage = lazy(async () => ({ default: (await import("../pages/plans/plans-page.tsx")).PlansPage }));
const NewPlanPage = lazy(async () => ({ default: (await import("../pages/plans/new-plan-page.tsx")).NewPlanPage }));
const PlanPage = lazy(async () => ({ default: (await import("../pages/plans/plan-page.tsx")).PlanPage }));
const ReviewPage = lazy(async () => ({ default: (await import("../pages/review/review-page.tsx")).ReviewPage }));
const RunsPage = lazy(async () => ({ default: (await import("../pages/runs/runs-page.tsx")).RunsPage }));
const RunPage = lazy(async () => ({ default: (await import("../pages/runs/run-page.tsx")).RunPage }));
const HistoryPage = lazy(async () => ({ default: (await import("../pages/history/history-page.tsx")).HistoryPage }));
const ComparePage = lazy(async () => ({ default: (await import("../pages/compare/compare-page.tsx")).ComparePage }));
const PortfolioPage = lazy(async () => ({
  default: (await import("../pages/portfolio/portfolio-page.tsx")).PortfolioPage,
}));
const SettingsPage = lazy(async () => ({
  default: (await import("../pages/settings/settings-page.tsx")).SettingsPage,
}));

export function Routes() {
  return (
    <Switch>
      <Route path="/">
        <Redirect to="/runs" replace />
      </Route>
      <Route path="/plans" component={PlansPage} />
      <Route path="/plans/new" component={NewPlanPage} />
      <Route path="/plans/:planId">{({ planId }) => <PlanPage key={planId} planId={planId} />}</Route>
      <Route path="/plans/:planId/review">{({ planId }) => <ReviewPage key={planId} planId={planId} />}</Route>
      <Route path="/runs" component={RunsPage} />
      <Route path="/runs/:runId">{({ runId }) => <RunPage key={runId} runId={runId} />}</Route>
      <Route path="/history" component={HistoryPage} />
      <Route path="/compare" component={ComparePage} />
      <Route path="/portfolio" component={PortfolioPage} />
      <Route path="/settings">
        <SettingsPage part="environments" />
      </Route>
      <Route path="/settings/:part">{({ part }) => <SettingsPage part={part} />}</Route>
      <Route>
        <NotFoundPage />
      </Route>
    </Switch>
  );
}
