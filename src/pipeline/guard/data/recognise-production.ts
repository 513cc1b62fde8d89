import { hostMatches, isLoopbackHost } from "../../../contract/host-name.ts";
import { inRange, parseAddress, parseRange, type IpRange } from "../../../contract/ip-address.ts";
import type { Policy } from "../../../contract/policy.ts";
import { isReservedHost, someMatch, traits, type Recogniser } from "./recogniser.ts";

// What follows a beginning is bounded, and has one way to match: a value that somebody made for it would take hours otherwise.
const databases =
  /\b(?:postgres(?:ql)?|mysql|mariadb|mongodb(?:\+srv)?|rediss?|amqps?|mssql|sqlserver|oracle|clickhouse|cassandra|kafka):\/\/(?:[^\s/@]*@)?(\[[^\]]*\]|[^\s/:?#@]+)/gi;
const jdbc = /\bjdbc:[a-z\d]{1,30}:(?:[a-z]{1,30}:){0,3}(?:\/\/|@\/{0,2})(\[[^\]]*\]|[^\s/:;?#@]+)/gi;
const keyValues =
  /\b(?:server|data source|host|address|addr)\s*=\s*(?:tcp:)?([^;,\s]{1,253})(?![^;,\s])[^\n]{0,500};\s*(?:password|pwd)\s*=\s*[^;\s]/gi;

const token = /(?<![\w-])eyJ[\w-]+\.(eyJ[\w-]+)\.[\w-]+/g;
const hostName = /[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})+/gi;
const quad = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)/g;
const groups = /(?<![\w:.])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\w:])/gi;

/**
 * What belongs to production and opens it: its hosts and addresses by the policy, strings that connect to a database, keys and tokens.
 * Hosts of test environments, reserved names and loopback are no production.
 */
export function productionRecognisers({ environments }: Pick<Policy, "environments">): Recogniser[] {
  const production = environments.filter(({ kind }) => kind === "production");
  const names = production.flatMap(({ hosts }) => hosts).filter((host) => parseAddress(host) === null);
  const endings = names.map((name) => name.replace(/^\*\./, "").toLowerCase());
  const ranges = production.flatMap(rangesOf);
  const harmless = environments.flatMap(({ kind, hosts }) => (kind === "production" ? [] : hosts));
  const isReal = (host: string): boolean =>
    !isLoopbackHost(host) && !isReservedHost(host) && !harmless.some((pattern) => hostMatches(pattern, host));
  const anyReal = (text: string, pattern: RegExp): boolean => someMatch(pattern, text, ([, host = ""]) => isReal(host));
  const found: Omit<Recogniser, "concern">[] = [
    {
      kind: "strings that connect to a database",
      needs: traits.colon,
      holds: (text) => anyReal(text, databases) || anyReal(text, jdbc),
    },
    {
      kind: "strings that connect to a database with a password",
      needs: traits.equals,
      holds: (text) => anyReal(text, keyValues),
    },
    {
      kind: "keys of a cloud account",
      needs: traits.long,
      // The documents of AWS end their examples in EXAMPLE.
      holds: (text) =>
        /\b(?:AKIA|ASIA)(?!\w*EXAMPLE)[A-Z\d]{16}\b/.test(text) ||
        /\b(?:AccountKey|SharedAccessKey)=[\w+/]{40,}/.test(text),
    },
    {
      kind: "private keys",
      needs: traits.long,
      holds: (text) => /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/.test(text),
    },
    {
      kind: "tokens of a real issuer (JWT)",
      needs: traits.dot | traits.long,
      holds: (text) =>
        someMatch(token, text, ([, payload = ""]) => {
          const host = issuerHost(payload);
          return host !== null && isReal(host);
        }),
    },
  ];
  if (names.length > 0)
    found.push({
      kind: "hosts of production",
      needs: traits.dot,
      holds: (text) => {
        const small = text.toLowerCase();
        return (
          endings.some((ending) => small.includes(ending)) &&
          someMatch(hostName, text, ([host]) => names.some((pattern) => hostMatches(pattern, host)))
        );
      },
    });
  const isInside = ([address]: RegExpExecArray): boolean => {
    const parsed = parseAddress(address);
    return parsed !== null && ranges.some((range) => inRange(parsed, range));
  };
  if (ranges.length > 0)
    found.push(
      {
        kind: "IPv4 addresses of production",
        needs: traits.dot,
        holds: (text) => someMatch(quad, text, isInside),
      },
      {
        kind: "IPv6 addresses of production",
        needs: traits.colon,
        holds: (text) => someMatch(groups, text, isInside),
      },
    );
  return found.map((one) => ({ ...one, concern: "production" }));
}

/** Ranges, and hosts that are addresses. */
function rangesOf({ hosts, ranges }: Policy["environments"][number]): IpRange[] {
  return [...ranges, ...hosts].flatMap((text) => parseRange(text) ?? []);
}

/** Host of the issuer that a token names by URL or host name (RFC 7519, section 4.1.1); null when it names none. */
function issuerHost(payload: string): string | null {
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll("-", "+").replaceAll("_", "/")));
    if (typeof claims !== "object" || claims === null || !("iss" in claims) || typeof claims.iss !== "string")
      return null;
    return /^(?:[a-z]+:\/\/)?([a-z\d-]+(?:\.[a-z\d-]+)+)/i.exec(claims.iss)?.[1] ?? null;
  } catch {
    // No JSON: the text only begins as a token does.
    return null;
  }
}
