import { Button, Tabs } from "@mantine/core";
import { useMemo, useState } from "react";
import { Link, useLocation } from "wouter";
import type { PlanResource } from "../../../../src/contract/api/plans.ts";
import { formatBytes } from "../../../../src/contract/format-quantity.ts";
import { useMay } from "../../api/use-access.ts";
import { fetchPlanFile, usePlan } from "../../api/use-plans.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { DataTable, type DataColumn } from "../../components/data-table.tsx";
import { useShortcut } from "../../components/keyboard.ts";
import { Page } from "../../components/page.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { saveFile } from "../../components/save-file.ts";
import { SectionCard } from "../../components/section-card.tsx";
import { showProblem } from "../../components/toasts.tsx";
import { When } from "../../components/when.tsx";
import { CostEstimate, GuardLimits, GuardReasons } from "./guard-view.tsx";
import { LoadPreviewView } from "./load-preview.tsx";
import { MistakeList } from "./mistake-list.tsx";
import { placedMistakes } from "./mistakes.ts";
import { ObjectivesView } from "./objectives-view.tsx";
import { GuardBadge, PlanStateBadge } from "./plan-badges.tsx";
import classes from "./plan-page.module.css";
import { StandingView } from "./standing-view.tsx";
import { StartRunDialog } from "./start-run-dialog.tsx";

/** A plan as it was handed in, what it would do, and where its review stands. */
export function PlanPage({ planId }: { readonly planId: string }) {
  const plan = usePlan(planId);
  if (plan.data !== undefined) return <KnownPlan plan={plan.data} />;
  return (
    <Page title="Plan" crumbs={[{ href: "/plans", label: "Plans" }]}>
      <QueryView query={plan}>{() => null}</QueryView>
    </Page>
  );
}

function KnownPlan({ plan }: { readonly plan: PlanResource }) {
  const [isStarting, setIsStarting] = useState(false);
  const [, go] = useLocation();
  const mayRun = useMay("execute-run") && plan.state === "approved" && plan.decision.decision === "allow";
  const review = `/plans/${encodeURIComponent(plan.planId)}/review`;
  useShortcut("v", () => go(review), "Review the plan");
  const mistakes = placedMistakes({ errors: [], warnings: plan.warnings });
  return (
    <Page
      title={plan.name}
      badge={<PlanStateBadge state={plan.state} />}
      crumbs={[{ href: "/plans", label: "Plans" }]}
      lead={
        <>
          {plan.service} on {plan.environment}, handed in by {plan.author} <When at={plan.createdAt} />.{" "}
          <Link href={`/runs?plan=${encodeURIComponent(plan.name)}`}>
            {plan.runs === 1 ? "1 run" : `${plan.runs} runs`} of it
          </Link>
        </>
      }
      actions={
        <>
          <Button variant="default" component={Link} href={`/plans/new?from=${encodeURIComponent(plan.planId)}`}>
            Change it
          </Button>
          <Button variant={plan.state === "draft" ? "filled" : "default"} component={Link} href={review}>
            Review
          </Button>
          <Button disabled={!mayRun} onClick={() => setIsStarting(true)}>
            Start a run
          </Button>
        </>
      }
    >
      {isStarting && <StartRunDialog plan={plan} onClose={() => setIsStarting(false)} />}
      <div className={classes.pair}>
        <SectionCard title="Guard" hint={<GuardBadge decision={plan.decision.decision} />}>
          <GuardReasons decision={plan.decision} />
        </SectionCard>
        <div className={classes.column}>
          <StandingView plan={plan} />
          <SectionCard title="Cost">
            <CostEstimate cost={plan.decision.cost} />
          </SectionCard>
        </div>
      </div>
      {mistakes.length > 0 && (
        <SectionCard title="Worth a look">
          <MistakeList mistakes={mistakes} />
        </SectionCard>
      )}
      <SectionCard title="Load">
        <LoadPreviewView preview={plan.preview} />
      </SectionCard>
      <div className={classes.pair}>
        <SectionCard title="Objectives" hint="as they were understood">
          <ObjectivesView understood={plan.understood} />
        </SectionCard>
        <SectionCard title="Held to" hint="in the engine, whatever the script says">
          <GuardLimits decision={plan.decision} />
        </SectionCard>
      </div>
      <Files plan={plan} />
      <Texts plan={plan} />
    </Page>
  );
}

type PlanFile = PlanResource["files"][number];

function columnsOf(save: (path: string) => void): readonly DataColumn<PlanFile>[] {
  return [
    { key: "path", title: "File", cell: ({ path }) => <code>{path}</code>, sortBy: ({ path }) => path },
    {
      key: "bytes",
      title: "Size",
      align: "right",
      cell: ({ bytes }) => formatBytes(bytes),
      sortBy: ({ bytes }) => bytes,
    },
    { key: "sha256", title: "SHA-256", cell: ({ sha256 }) => <code title={sha256}>{sha256.slice(0, 12)}</code> },
    {
      key: "save",
      title: "Save",
      align: "right",
      cell: ({ path }) => (
        <Button variant="subtle" size="compact-xs" aria-label={`Save ${path}`} onClick={() => save(path)}>
          Save
        </Button>
      ),
    },
  ];
}

function Files({ plan: { planId, files } }: { readonly plan: PlanResource }) {
  const columns = useMemo(
    () =>
      columnsOf((path) => {
        fetchPlanFile(planId, path).then((file) => saveFile(file, path.split("/").at(-1) ?? path), showProblem);
      }),
    [planId],
  );
  if (files.length === 0) return null;
  return (
    <SectionCard title="Files" flush>
      <DataTable rows={files} columns={columns} rowKey={({ path }) => path} caption="Files of the plan" />
    </SectionCard>
  );
}

function Texts({ plan }: { readonly plan: PlanResource }) {
  const slos = Object.entries(plan.sloTexts);
  return (
    <SectionCard title="Texts" flush>
      <Tabs defaultValue="plan" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="plan">As handed in</Tabs.Tab>
          {slos.map(([name]) => (
            <Tabs.Tab key={name} value={`slo/${name}`}>
              {name}
            </Tabs.Tab>
          ))}
          <Tabs.Tab value="effective">As understood</Tabs.Tab>
          <Tabs.Tab value="script">Script for k6</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="plan">
          <CodeBlock text={plan.planText} language="yaml" label="The plan as it was handed in" />
        </Tabs.Panel>
        {slos.map(([name, text]) => (
          <Tabs.Panel key={name} value={`slo/${name}`}>
            <CodeBlock text={text} language="yaml" label={`Objectives in ${name}`} />
          </Tabs.Panel>
        ))}
        <Tabs.Panel value="effective">
          <CodeBlock text={plan.effectivePlan} language="yaml" label="The plan with every default filled in" />
        </Tabs.Panel>
        <Tabs.Panel value="script">
          <CodeBlock text={plan.scripts.k6} language="javascript" label="The script that k6 runs" />
        </Tabs.Panel>
      </Tabs>
    </SectionCard>
  );
}
