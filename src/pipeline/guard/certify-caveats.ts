import type { Certificate } from "../../contract/certificate.ts";
import { formatCount } from "../../contract/format-quantity.ts";
import type { CertifiedFacts } from "./certify-facts.ts";
import { unknownNames } from "./certify-observed.ts";
import { listed } from "./guard-reason.ts";

const mostNamed = 3;

/** What the certificate does not say, each one sentence: first what holds for every run, then what the facts of this one add. */
export function caveatsOf(facts: CertifiedFacts, observed: Certificate["observed"]): string[] {
  return [...always(observed), ...ofReview(facts), ...ofObservation(facts, observed)];
}

function always({ connections }: Certificate["observed"]): string[] {
  return [
    connections === null
      ? "The engine blocks by address, not by port, and nobody looked at its connections: other ports of an allowed address would have gone unseen."
      : "The engine blocks by address, not by port: another port of an allowed address is seen at the next look, about a second later.",
    ...(connections === null
      ? []
      : ["Connections are looked at about once a second: a shorter one can be missing from the list."]),
    "What the watch holds is stopped after it was seen, so about a second of load can go beyond it.",
    "Limits count the runs of this machine: what other machines send to the same target is not known here.",
    "Requests, writes and virtual users are the engine's own count.",
  ];
}

function ofReview({ record, review, evaluatedIn }: CertifiedFacts): string[] {
  const texts: string[] = [];
  if (review.approvals === null)
    texts.push(`Nobody else reviewed the script: ${record.environment} lets its users approve by running.`);
  const unsigned = (review.approvals ?? []).filter(({ key }) => key === null).map(({ by }) => by);
  if (unsigned.length > 0)
    texts.push(
      `The approval${unsigned.length === 1 ? "" : "s"} of ${listed(unsigned)} ${unsigned.length === 1 ? "is" : "are"} not signed: a typed name proves nothing.`,
    );
  if (evaluatedIn === "dead-proxy")
    texts.push(
      "The script was evaluated behind a proxy that leads nowhere, as this system gave no network namespace: that keeps imports away, not loopback addresses.",
    );
  return texts;
}

function ofObservation(facts: CertifiedFacts, observed: Certificate["observed"]): string[] {
  const { record, plan, windows } = facts;
  const texts: string[] = [];
  if (record.outcome === null)
    texts.push("The engine's end was not seen: blocked connections were not counted to the end.");
  if (observed.peakVus === 0 && observed.requests > 0)
    texts.push("The engine told no number of virtual users: the run was shorter than the second between two counts.");
  const unknown = unknownNames({ plan, windows });
  if (unknown.length > 0)
    texts.push(
      `${formatCount(unknown.length, "name")} of requests ${unknown.length === 1 ? "is" : "are"} not in the plan and count${unknown.length === 1 ? "s" : ""} as no write: ${listed(unknown.slice(0, mostNamed).map((name) => `"${name}"`))}${unknown.length > mostNamed ? ", …" : ""}.`,
    );
  if (record.stoppedBy !== null && observed.cutIterations === null)
    texts.push("How many iterations the stop cut off is not known.");
  if (observed.writes > 0 && observed.leftovers === null)
    texts.push("The run wrote, and whether it left data behind was not counted.");
  return texts;
}
