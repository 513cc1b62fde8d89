import type { Certificate } from "../../../contract/certificate.ts";
import type { Analysis } from "../../../contract/run.ts";
import {
  attemptCells,
  holderWords,
  limitRows,
  safetyFacts,
  toldAttempts,
  type SafetyFact,
} from "../describe-certificate.ts";
import { describeStopInFull } from "../describe-stop.ts";
import { html, type Markup } from "./markup.ts";

/** What the run was allowed, how that was held and what was observed; nothing for a run that nobody guarded. */
export function showSafety(analysis: Analysis): Markup {
  const { certificate } = analysis;
  if (certificate === null) return html``;
  return html`<section id="safety">
    <header>
      <h2>Safety</h2>
      <p>what the run was allowed, how that was held, and what was observed</p>
    </header>
    <div class="card">${showFacts(analysis, certificate)}${showLimits(certificate)}${showAttempts(certificate)}</div>
    <div class="cols">
      <div class="card">
        <h3>How it was held</h3>
        <ul class="plain findings rules">
          ${certificate.enforced.map(
            ({ what, how, by }) =>
              html`<li>
                <span><span class="chip note">${holderWords[by]}</span></span
                ><span>${what}<small>${how}</small></span>
              </li>`,
          )}
        </ul>
      </div>
      <div class="card">
        <h3>What the guard decided</h3>
        ${showDecisions(certificate)}
        <h3 class="next">What this does not say</h3>
        <ul class="plain points">
          ${certificate.caveats.map((text) => html`<li>${text}</li>`)}
        </ul>
      </div>
    </div>
  </section>`;
}

function showFacts(analysis: Analysis, certificate: Certificate): Markup {
  const stop = describeStopInFull(analysis);
  const end: SafetyFact[] = stop === null ? [] : [{ label: "Ended early", text: stop }];
  return html`<dl class="facts">
    ${[...end, ...safetyFacts(certificate)].map(
      ({ label, text, exact }) =>
        html`<div><dt>${label}</dt><dd${exact === true ? html` class="mono"` : null}>${text}</dd></div>`,
    )}
  </dl>`;
}

function showLimits(certificate: Certificate): Markup {
  return html`<div class="wrap">
    <table class="stack three">
      <thead>
        <tr>
          <th>Limit</th>
          <th class="num">Allowed</th>
          <th class="num">Observed</th>
        </tr>
      </thead>
      <tbody>
        ${limitRows(certificate).map(
          ({ what, allowed, observed, beyond }) =>
            html`<tr>
              <td class="wide">
                <div><span class="name">${what}</span></div>
              </td>
              <td class="num free">
                <div data-label="Allowed"><span>${allowed}</span></div>
              </td>
              <td class="num free">
                <div data-label="Observed"><span class="${beyond ? "hot" : ""}">${observed}</span></div>
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function showAttempts(certificate: Certificate): Markup {
  const attempts = toldAttempts(certificate);
  if (attempts.length === 0) return html``;
  const titles = ["Attempt", "Load", "Time", "How it ended"];
  return html`<div class="wrap">
    <table class="stack">
      <thead>
        <tr>
          ${titles.map((title) => html`<th>${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${attempts.map(
          (attempt) =>
            html`<tr>
              ${attemptCells(attempt).map(
                (cell, place) =>
                  html`<td class="wide">
                    <div data-label="${titles[place]}"><span>${cell}</span></div>
                  </td>`,
              )}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function showDecisions({ decisions }: Certificate): Markup {
  const levels = { allow: "ok", warn: "warn", refuse: "fail" } as const;
  const words = { allow: "allowed", warn: "warning", refuse: "refused" } as const;
  return html`<ul class="plain findings">
    ${decisions.map(
      ({ outcome, text, code }) =>
        html`<li>
          <span><span class="chip ${levels[outcome]}">${words[outcome]}</span></span
          ><span>${text}${code === null ? null : html`<small class="mono">${code}</small>`}</span>
        </li>`,
    )}
  </ul>`;
}
