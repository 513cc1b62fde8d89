import { refusal, type GuardReason } from "./guard-reason.ts";

/**
 * Whether a URL of the target is one that all programs read alike: http or https, no user before the host, nothing behind the path that
 * would take in the paths of endpoints, and no character that some programs skip.
 */
export function judgeUrl(url: string): GuardReason[] {
  if (!URL.canParse(url)) return [refused(`"${withoutUser(url)}" is no URL that the engine could be held to`)];
  const { protocol, host } = new URL(url);
  if (!/^https?:$/.test(protocol))
    return [refused(`"${withoutUser(url)}" begins with ${protocol}, and load goes by http: and https: only`)];
  if (/^[^:]*:[\\/]*[^/?#]*@/.test(url))
    return [
      refused(
        `the URL of ${host} has a user before its host, where programs differ on what the host is; send credentials as headers`,
      ),
    ];
  if (/[?#\\\s\p{Cc}]/u.test(url))
    return [
      refused(
        `the URL of ${host} has a query, a fragment, a backslash or a blank in it; write scheme, host, port and path alone`,
      ),
    ];
  return [];
}

function refused(text: string): GuardReason {
  return refusal("host", "PA_GUARD_HOST", text);
}

/** Passwords do not belong into messages. */
function withoutUser(url: string): string {
  return url.replace(/\/\/.*@/, "//…@").slice(0, 200);
}
