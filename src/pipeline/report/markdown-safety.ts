import type { Certificate } from "../../contract/certificate.ts";
import { attemptCells, holderWords, limitRows, safetyFacts, toldAttempts } from "./describe-certificate.ts";
import { list, table, text } from "./markdown-text.ts";

const mostDecisions = 20;
const decisionSigns = { allow: "🟢", warn: "🟡", refuse: "🔴" } as const;

/** The certificate for a pull request: facts, limits, attempts, what held them, decisions and what it does not say. */
export function safetyText(certificate: Certificate): string {
  const { enforced, decisions, caveats } = certificate;
  const limits = limitRows(certificate).map(({ what, allowed, observed, beyond }) => [
    what,
    text(allowed),
    beyond ? `🔴 ${text(observed)}` : text(observed),
  ]);
  const attempts = toldAttempts(certificate).map((attempt) => attemptCells(attempt).map(text));
  const more = decisions.length - mostDecisions;
  return [
    safetyFacts(certificate)
      .map((fact) => `- ${fact.label}: ${text(fact.text)}`)
      .join("\n"),
    table(["Limit", "Allowed:", "Observed:"], limits, limits.length),
    attempts.length === 0 ? "" : table(["Attempt:", "Load", "Time:", "How it ended"], attempts, attempts.length),
    list(
      "Held by",
      enforced.map(({ what, how, by }) => `${text(what)} (${holderWords[by]}: ${text(how)})`),
    ),
    list("Decisions of the guard", [
      ...decisions
        .slice(0, mostDecisions)
        .map(
          (decision) =>
            `${decisionSigns[decision.outcome]} ${text(decision.text)}${decision.code === null ? "" : ` (${text(decision.code)})`}`,
        ),
      ...(more > 0 ? [`… and ${more} more in the HTML report.`] : []),
    ]),
    list("What this does not say", caveats.map(text)),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
