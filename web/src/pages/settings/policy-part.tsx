import type { Policy } from "../../../../src/contract/policy.ts";
import {
  formatDuration,
  formatLongDuration,
  formatMoney,
  formatNumber,
  formatRate,
  formatShare,
} from "../../../../src/contract/format-quantity.ts";
import { usePolicy } from "../../api/use-plans.ts";
import { CodeBlock } from "../../components/code-block.tsx";
import { QueryView } from "../../components/query-view.tsx";
import { SectionCard } from "../../components/section-card.tsx";
import { Facts, type Fact } from "./facts.tsx";
import classes from "./parts.module.css";

/** The rules in force, as the layers of policy give them together. They are changed in files, by those who look after the machine. */
export function PolicyPart() {
  const policy = usePolicy();
  return (
    <QueryView query={policy}>
      {(known) => (
        <div className={classes.parts}>
          <SectionCard title="Limits" hint="of any run">
            <Facts facts={limitFacts(known)} />
          </SectionCard>
          <SectionCard title="Review">
            <Facts facts={reviewFacts(known)} />
          </SectionCard>
          <SectionCard title="Cost">
            <Facts facts={costFacts(known)} />
          </SectionCard>
          <SectionCard title="While it runs">
            <Facts facts={runFacts(known)} />
          </SectionCard>
          <SectionCard title="Layers" hint="a lower one can only narrow">
            <Facts
              facts={known.sources.map(({ layer, file, sha256 }): Fact => [
                layer,
                <Source key={layer} file={file} sha256={sha256} />,
              ])}
            />
          </SectionCard>
          <SectionCard title="All of it" flush>
            <CodeBlock text={JSON.stringify(known, null, 2)} language="yaml" label="The policy in force as JSON" />
          </SectionCard>
        </div>
      )}
    </QueryView>
  );
}

function Source({ file, sha256 }: { readonly file: string | null; readonly sha256: string | null }) {
  if (file === null) return <>built in</>;
  return (
    <>
      <code>{file}</code>
      {sha256 !== null && (
        <>
          {" "}
          <code title={sha256}>{sha256.slice(0, 8)}</code>
        </>
      )}
    </>
  );
}

function limitFacts({ limits }: Policy): readonly Fact[] {
  const { vus, ratePerSecond, requests, writes, connections, durationMs } = limits;
  return [
    ["Virtual users", formatNumber(vus)],
    ["Rate", ratePerSecond === null ? "no cap" : formatRate(ratePerSecond)],
    ["Requests", requests === null ? "no cap" : formatNumber(requests)],
    ["Writes", writes === null ? "no cap" : formatNumber(writes)],
    ["Connections", connections === null ? "twice what the users need" : formatNumber(connections)],
    ["Length", formatDuration(durationMs)],
  ];
}

function reviewFacts({ review, secrets }: Policy): readonly Fact[] {
  const approvals = Object.entries(review.approvals).map(([environment, count]) => `${environment}: ${count}`);
  const keys = review.keys === null ? "every person of this service" : Object.keys(review.keys).join(", ");
  return [
    ["Approvals that it takes", approvals.length === 0 ? "one" : approvals.join(", ")],
    ["No approval needed on", review.selfApprove.length === 0 ? "nothing" : review.selfApprove.join(", ")],
    ["Whose approvals count", keys === "" ? "nobody's" : keys],
    ["An approval holds for", formatLongDuration(review.expireMs)],
    ["Secrets that plans may read", secrets === null || secrets.length === 0 ? "none" : secrets.join(", ")],
  ];
}

function costFacts({ cost }: Policy): readonly Fact[] {
  const { currency, perVuHour, perMachineHour, perCloudVuHour, perRun, alertAt, models } = cost;
  return [
    ["A run may cost", perRun === null ? "no cap" : formatMoney(perRun, currency)],
    ["Alert at", formatShare(alertAt, 0)],
    ["Hour of a virtual user", formatMoney(perVuHour, currency)],
    ["Hour of a machine", formatMoney(perMachineHour, currency)],
    ["Hour of a user in the vendor's cloud", formatMoney(perCloudVuHour, currency)],
    ["Language models, a run", models === null ? "no cap" : formatMoney(models, currency)],
  ];
}

function runFacts({ stop, busy, retry, data }: Policy): readonly Fact[] {
  return [
    ["Stops at errors of", sayFuse(stop.errors)],
    ["Stops at failed connections of", sayFuse(stop.connectionFailures)],
    [
      "Environment in use",
      busy.action === "queue" ? `the run waits, at most ${formatDuration(busy.waitMs)}` : "the run is refused",
    ],
    [
      "After two deaths of the engine",
      retry.reducedTo === null ? "nothing more is tried" : `tried with ${formatShare(retry.reducedTo, 0)} of the load`,
    ],
    ["Personal data in data sets", data.personal === "refuse" ? "refused" : "warned of"],
    ["Production's hosts in data sets", data.production === "refuse" ? "refused" : "warned of"],
  ];
}

function sayFuse(fuse: Policy["stop"]["errors"]): string {
  return fuse === null ? "never" : `${formatShare(fuse.share, 0)} in every ${formatDuration(fuse.everyMs)}`;
}
