import { formatBytes, formatMoney, formatStamp } from "../../../contract/format-quantity.ts";
import type { Evidence, RunDocument } from "../../../contract/run.ts";
import { describeStop } from "../describe-stop.ts";
import { html, type Markup } from "./markup.ts";

/** What it takes to find and repeat the run. */
export function showRunFacts(document: RunDocument): Markup {
  const { plan, engine, guard, cost, totals } = document;
  const stop = describeStop(document);
  const tags = Object.keys(document.tags)
    .toSorted()
    .map((key) => `${key}=${document.tags[key] ?? ""}`);
  const facts: [string, string, boolean?][] = [
    ["Run", document.runId, true],
    ["Started", formatStamp(document.startedAt)],
    ["Finished", document.finishedAt === null ? "–" : formatStamp(document.finishedAt)],
    ["Plan", plan.name],
    ["Plan sha256", plan.sha256, true],
    ["Seed", String(plan.seed), true],
    ["Engine", `${engine.name} ${engine.version}`],
    ["Service and environment", `${document.service} on ${document.environment}`],
    ["State", stop === null ? document.state : `${document.state}: ${stop}`],
    [
      "Guard",
      `${guard.decision === "allow" ? "allowed" : "refused"}, ${guard.hits === 0 ? "no connection blocked" : `${guard.hits} connections blocked`}`,
    ],
    ["Cost", `${formatMoney(cost.actual, cost.currency)} (estimated ${formatMoney(cost.estimated, cost.currency)})`],
    ["Traffic", `${formatBytes(totals.bytesReceived)} received, ${formatBytes(totals.bytesSent)} sent`],
    ["Tags", tags.length === 0 ? "–" : tags.join(", ")],
    ["Folder", document.directory, true],
    ["Exit code", String(document.exitCode)],
  ];
  return html`<dl class="facts">
    ${facts.map(
      ([label, value, mono]) =>
        html`<div><dt>${label}</dt><dd${mono === true ? html` class="mono"` : null}>${value}</dd></div>`,
    )}
  </dl>`;
}

/** Every computed fact behind the sentences, folded away. */
export function showEvidence(evidence: readonly Evidence[]): Markup {
  if (evidence.length === 0) return html``;
  return html`<section id="evidence">
    <details class="card">
      <summary>Evidence: ${evidence.length} computed facts</summary>
      <div class="wrap">
        <table>
          <tbody>
            ${evidence.map(
              ({ id, kind, text, values }) =>
                html`<tr>
                  <td class="mono">${id}</td>
                  <td>
                    ${text}<small class="mono"
                      >${kind}${Object.keys(values)
                        .toSorted()
                        .map((key) => ` · ${key} ${String(values[key] ?? "–")}`)}</small
                    >
                  </td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </details>
  </section>`;
}
