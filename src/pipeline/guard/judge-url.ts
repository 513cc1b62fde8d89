import { refusal, type GuardReason } from "./guard-reason.ts";

/** Whether a URL of the target is one that all programs read alike: http or https, and no user before the host. */
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
  return [];
}

function refused(text: string): GuardReason {
  return refusal("host", "PA_GUARD_HOST", text);
}

/** Passwords do not belong into messages. */
function withoutUser(url: string): string {
  return url.replace(/\/\/.*@/, "//…@").slice(0, 200);
}
