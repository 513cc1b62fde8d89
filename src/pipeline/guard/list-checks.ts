import { formatCount, formatDuration, formatMoney, formatNumber, formatRate } from "../../contract/format-quantity.ts";
import type { LoadSummary } from "../../contract/load-summary.ts";
import type { GuardDecision } from "../../contract/policy.ts";
import type { TestPlan } from "../../contract/test-plan.ts";

/** What only a person can answer for, one sentence each that an approver agrees to; only what this plan gives reason for. */
export function listChecks(input: {
  readonly load: LoadSummary;
  readonly plan: TestPlan;
  readonly decision: GuardDecision;
  /** Lines of the script with characters that cannot be seen or look like others. */
  readonly hiddenLines: number;
}): readonly string[] {
  const { load, plan, decision, hiddenLines } = input;
  const { pins } = decision.enforcement;
  const hosts = load.hosts
    .map((host) => (Object.hasOwn(pins, host) ? `${host} (${pins[host] ?? ""})` : host))
    .join(", ");
  const checks = [`The target is ${hosts}, and whoever runs it knows of this test.`];
  const rate = load.peakRatePerSecond === null ? "" : `, ${formatRate(load.peakRatePerSecond)}`;
  checks.push(
    `It can take ${formatCount(load.peakVus, "virtual user")}${rate} for up to ${formatDuration(load.maxDurationMs)}, and so can what it depends on.`,
  );
  const writing = load.endpoints.filter(({ writes }) => writes).map(({ name }) => name);
  if (writing.length > 0) {
    const many = load.writes === null ? "any number of times" : `up to ${formatNumber(load.writes.count)} times`;
    checks.push(`Writing by ${writing.join(", ")} ${many} does no harm: ${keptApart(plan)}, ${cleanedUp(plan)}.`);
  }
  if (load.data.length > 0) {
    const sets = load.data.map(({ name, rows }) => `${name} (${formatCount(rows, "row")})`).join(", ");
    checks.push(`No real person's data are in ${sets}.`);
  }
  if (load.cost.estimated > 0) {
    checks.push(`It is worth ${formatMoney(load.cost.estimated, load.cost.currency)}.`);
  }
  if (hiddenLines > 0) {
    checks.push(
      `${formatCount(hiddenLines, "line")} of the script with hidden or look-alike characters do what they seem to do.`,
    );
  }
  for (const { outcome, text } of decision.reasons) {
    if (outcome === "warn") checks.push(`The guard's warning is known and accepted: ${text}`);
  }
  return checks;
}

function keptApart({ isolation }: TestPlan): string {
  if (isolation === null) return "nothing keeps its data apart";
  return isolation.kind === "header"
    ? `kept apart by the header ${isolation.name}`
    : `kept apart by a ${isolation.kind}`;
}

function cleanedUp({ teardown }: TestPlan): string {
  return teardown.length === 0 ? "nothing removes them afterwards" : `removed by ${teardown.join(", ")}`;
}
