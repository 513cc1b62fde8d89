import { Link } from "wouter";
import { formatBytes, formatCount, formatRate } from "../../../../src/contract/format-quantity.ts";
import type { RunDocument } from "../../../../src/contract/run.ts";
import { SectionCard } from "../../components/section-card.tsx";
import { When } from "../../components/when.tsx";
import classes from "./analysis.module.css";
import { TagEditor } from "./tag-editor.tsx";

/** What ran, where, and with what: for those who ask whether the run can be believed. */
export function RunFacts({ document }: { readonly document: RunDocument }) {
  const {
    runId,
    plan,
    engine,
    startedAt,
    finishedAt,
    state,
    stoppedBy,
    totals,
    scenarios,
    quality,
    guard,
    tags,
    directory,
  } = document;
  return (
    <SectionCard title="The run" flush>
      <dl className={classes.facts}>
        <dt>Run</dt>
        <dd>
          <code>{runId}</code>
        </dd>
        <dt>Time</dt>
        <dd>
          <When at={startedAt} format="date" /> to <When at={finishedAt} format="date" />: {state}
          {stoppedBy === null ? "" : ` by ${stoppedBy}`}
        </dd>
        <dt>Plan</dt>
        <dd>
          {tags["planId"] === undefined ? (
            plan.name
          ) : (
            <Link href={`/plans/${encodeURIComponent(tags["planId"])}`}>{plan.name}</Link>
          )}
          , seed {plan.seed}, <code title={plan.sha256}>{plan.sha256.slice(0, 12)}</code>
        </dd>
        <dt>Engine</dt>
        <dd>
          {engine.name} {engine.version}
        </dd>
        <dt>Load</dt>
        <dd>
          {quality.delivered ? "delivered as planned" : "not delivered as planned"}
          {scenarios.map(({ name, started, planned, dropped, ratePerSecond }) => (
            <small key={name} className={classes.remark}>
              {name}: {formatCount(started, "iteration")}
              {planned === null ? "" : ` of ${planned} planned`}, {formatRate(ratePerSecond)}
              {dropped === 0 ? "" : `, ${dropped} dropped`}
            </small>
          ))}
        </dd>
        <dt>Traffic</dt>
        <dd>
          {formatBytes(totals.bytesReceived)} received, {formatBytes(totals.bytesSent)} sent
        </dd>
        <dt>Guard</dt>
        <dd>{guard.hits === 0 ? "nothing had to be refused" : `${formatCount(guard.hits, "dial")} refused`}</dd>
        <dt>Folder</dt>
        <dd>
          <code>{directory}</code>
        </dd>
        <dt>Tags</dt>
        <dd>
          <TagEditor runId={runId} tags={tags} />
        </dd>
      </dl>
    </SectionCard>
  );
}
