import { formatStamp } from "../../../contract/format-quantity.ts";
import type { TrustListDocument } from "../../../contract/review-documents.ts";
import { describeOpenings, type PolicyToTrust } from "../../../services/trust-policy.ts";
import { labelled, paint, plain, table, type TerminalStyle, type Tone } from "./terminal-text.ts";

/** What a policy may do only where it is trusted, and whether it is. Ends with a line break. */
export function renderPolicyToTrust({ file, sha256, trusted, opens }: PolicyToTrust, style: TerminalStyle): string {
  const openings = describeOpenings(opens);
  const lines = labelled("policy", ["bold"], `${plain(file)}, sha256 ${sha256}`, style);
  if (openings.length === 0) {
    lines.push(...labelled("opens", ["bold"], "nothing that it may not do untrusted", style));
  }
  for (const [index, text] of openings.entries()) {
    lines.push(...labelled(index === 0 ? "opens" : "", ["bold"], plain(text), style));
  }
  const state = trusted
    ? `${paint("yes", ["green"], style)}, as it is now: a changed file is not trusted`
    : `${paint("no", ["yellow"], style)}: perf-agent trust ${plain(file)}`;
  lines.push(...labelled("trusted", ["bold"], state, style));
  return `${lines.join("\n")}\n`;
}

/** Trusted policies with what became of them. Ends with a line break. */
export function renderTrusted(policies: TrustListDocument["policies"], style: TerminalStyle): string {
  if (policies.length === 0) return "No project policy is trusted on this machine.\n";
  const tones: Readonly<Record<(typeof policies)[number]["now"], Tone>> = {
    "as trusted": "green",
    changed: "yellow",
    gone: "dim",
    unknown: "dim",
    revoked: "yellow",
  };
  const left = "left" as const;
  const lines = table(
    [
      { title: "sha256", align: left },
      { title: "trusted", align: left, dropOrder: 1 },
      { title: "now", align: left },
      { title: "policy", align: left },
    ],
    policies.map(({ sha256, file, at, now }) => [
      sha256.slice(0, 8),
      at === null ? "–" : formatStamp(at),
      paint(now, [tones[now]], style),
      file === null ? "–" : plain(file),
    ]),
    style,
  );
  return `${lines.join("\n")}\n`;
}
