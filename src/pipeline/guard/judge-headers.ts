import { parseAddress } from "../../contract/ip-address.ts";
import type { Environment } from "../../contract/policy.ts";
import type { Template, TestPlan } from "../../contract/test-plan.ts";
import { refusal, type GuardReason } from "./guard-reason.ts";
import { whyProduction, type Production } from "./production.ts";
import { belongsTo } from "./target-addresses.ts";

/** Headers that say which host is meant (RFC 9110 section 7.2, RFC 9113 section 8.3.1). */
const hostHeaders = new Set(["host", ":authority"]);

/** Headers by which servers and proxies send a request on to another host: RFC 7239 and the names in use before and beside it. */
const routingHeaders = new Set([
  ...hostHeaders,
  "forwarded",
  "x-forwarded-host",
  "x-forwarded-server",
  "x-host",
  "x-http-host-override",
  "x-original-host",
  "x-original-url",
  "x-rewrite-url",
]);

/**
 * A server that is shared with production tells them apart by the Host header: one that names production reaches it at an allowed
 * address. Such headers have to be written out, may not name production, and Host may name hosts of the environment only.
 */
export function judgeHeaders(
  plan: TestPlan,
  environment: Environment | undefined,
  production: Production,
): GuardReason[] {
  const seen = new Set<string>();
  return headersOf(plan).flatMap(({ of, name, value }) => {
    const header = name.trim().toLowerCase();
    if (!routingHeaders.has(header)) return [];
    const reason = judgeHeader(of, header, value, environment, production);
    if (reason === null || seen.has(reason.text)) return [];
    seen.add(reason.text);
    return [reason];
  });
}

function judgeHeader(
  of: string,
  header: string,
  value: Template,
  environment: Environment | undefined,
  production: Production,
): GuardReason | null {
  const parts = value.map((part) => (typeof part === "string" ? part : null));
  for (const host of hostsIn(parts.map((part) => part ?? " ").join(""))) {
    const address = parseAddress(host);
    const why = whyProduction({ host, addresses: address === null ? [] : [address] }, production);
    if (why !== null)
      return refusal("production", "PA_GUARD_PRODUCTION", `header ${header} of ${of} names production: ${why}`);
  }
  if (parts.includes(null))
    return refusal(
      "host",
      "PA_GUARD_HOST",
      `header ${header} of ${of} is filled in while running, so nobody can say which host it names; write it out`,
    );
  if (!hostHeaders.has(header) || environment === undefined || environment.kind === "production") return null;
  const text = parts.join("");
  const host = hostOfAuthority(text);
  if (host !== null && belongsTo(environment, host)) return null;
  return refusal(
    "host",
    "PA_GUARD_HOST",
    `header ${header} of ${of} names "${text.slice(0, 80)}", which is no host of environment "${environment.name}"`,
  );
}

interface SentHeader {
  /** Who sends it, as texts say it. */
  readonly of: string;
  readonly name: string;
  readonly value: Template;
}

/** Everything that sends a header: endpoints (the plan's defaults are in theirs), authentication, isolation. */
function headersOf({ endpoints, auth, isolation }: TestPlan): SentHeader[] {
  return [
    ...endpoints.flatMap(({ name, headers }) => sentBy(`endpoint "${name}"`, headers)),
    ...auth.flatMap((one) => (one.kind === "basic" ? [] : sentBy(`auth "${one.name}"`, one.headers))),
    ...(isolation?.kind === "header" ? sentBy("the isolation", [[isolation.name, isolation.value]]) : []),
  ];
}

function sentBy(of: string, headers: readonly (readonly [string, Template])[]): SentHeader[] {
  return headers.map(([name, value]) => ({ of, name, value }));
}

/** Everything in a text that could be a host: names and addresses, as a URL parser reads them (other letters, odd numerals, escapes). */
function hostsIn(text: string): string[] {
  const words = text.match(/\[[^\]]*\]|[^\s"'=;,/\\:@?#()<>[\]]+/g) ?? [];
  return [...new Set(words.flatMap((word) => hostOfAuthority(word) ?? []))];
}

/** The host of `name`, `name:port`, `[address]:port`; null where there is none or more than that. */
function hostOfAuthority(text: string): string | null {
  const url = `http://${text.trim()}/`;
  if (!URL.canParse(url) || /[@/\\?#]/.test(text)) return null;
  return new URL(url).hostname.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, "");
}
