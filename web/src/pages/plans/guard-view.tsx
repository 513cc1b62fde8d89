import type { GuardDecision } from "../../../../src/contract/policy.ts";
import {
  formatDuration,
  formatMoney,
  formatNumber,
  formatRate,
  formatShare,
  formatSignificant,
} from "../../../../src/contract/format-quantity.ts";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { StatusBadge, type Tone } from "../../components/status-badge.tsx";
import classes from "./guard-view.module.css";

const outcomes: Readonly<
  Record<GuardDecision["reasons"][number]["outcome"], { readonly tone: Tone; readonly word: string }>
> = {
  allow: { tone: "pass", word: "fits" },
  warn: { tone: "warn", word: "look" },
  refuse: { tone: "fail", word: "refused" },
};
const order = ["refuse", "warn", "allow"];

/** What the guard decided and by which rules, refusals first. */
export function GuardReasons({ decision }: { readonly decision: GuardDecision }) {
  const reasons = decision.reasons.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
  return (
    <ul className={`plain ${classes.reasons ?? ""}`}>
      {reasons.map(({ rule, outcome, code, text }, index) => (
        <li key={`${rule}${index}`}>
          <StatusBadge size="sm" tone={outcomes[outcome].tone}>
            {outcomes[outcome].word}
          </StatusBadge>
          <span>
            {text}
            <small>
              {rule}
              {code !== null && (
                <>
                  {" · "}
                  <a href={`/docs/errors#${code}`} target="_blank" rel="noreferrer">
                    {code}
                  </a>
                </>
              )}
            </small>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What the engine is held to, whatever the script says. */
export function GuardLimits({ decision }: { readonly decision: GuardDecision }) {
  const { enforcement } = decision;
  const { maxVus, maxDurationMs, maxRatePerSecond, maxRequests, maxWrites, allowedSockets, maxConnections } =
    enforcement;
  const facts: readonly (readonly [string, string])[] = [
    ["Virtual users", formatNumber(maxVus)],
    ["Length", formatDuration(maxDurationMs)],
    ["Rate", maxRatePerSecond === null ? "no cap" : formatRate(maxRatePerSecond)],
    ["Requests", maxRequests === null ? "no cap" : formatNumber(maxRequests)],
    ["Writes", maxWrites === null ? "no cap" : formatNumber(maxWrites)],
    ["Connections", formatNumber(maxConnections)],
    ["May connect to", allowedSockets.length === 0 ? "nothing" : allowedSockets.join(", ")],
  ];
  return (
    <dl className={classes.limits}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What the run is estimated to cost, against what one may. */
export function CostEstimate({ cost }: { readonly cost: GuardDecision["cost"] }) {
  const { estimated, limit, currency, alertAt, parts } = cost;
  const share = limit === null || limit === 0 ? 0 : estimated / limit;
  const tone = share > 1 ? "fail" : share >= alertAt ? "warn" : "pass";
  return (
    <div className={classes.cost}>
      {limit === null ? (
        <p>
          <strong>{formatMoney(estimated, currency)}</strong>; the policy has no cap.
        </p>
      ) : (
        <ProgressBar
          label="Estimated cost of a run"
          value={estimated}
          max={limit}
          tone={tone}
          text={`${formatMoney(estimated, currency)} of ${formatMoney(limit, currency)} (alert at ${formatShare(alertAt, 0)})`}
        />
      )}
      {parts.length > 0 && (
        <ul className="plain">
          {parts.map(({ unit, quantity, price }) => (
            <li key={unit}>
              <small>
                {formatSignificant(quantity)} {unit} at {formatMoney(price, currency)}
              </small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
