import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { PerfAgentError } from "../../contract/errors.ts";
import { isLoopbackHost, type ServiceSettings } from "../../services/service-settings.ts";
import type { ServiceApp } from "./service-app.ts";

type Names = Pick<ServiceSettings, "host" | "publicUrl" | "hosts">;

/** Host of a Host header, without port and in lower case; null where it is none. */
function hostOf(header: string | undefined): string | null {
  if (header === undefined || !/^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.-]+)(?::\d{1,5})?$/u.test(header)) return null;
  return header.replace(/:\d{1,5}$/u, "").toLowerCase();
}

/**
 * True for a name under which the service may be asked. A page of somebody else whose name was made to lead here (DNS rebinding) asks under
 * that name, so only our own names count. Bare addresses cannot be made to lead elsewhere; where only loopback is listened on, only its own.
 */
export function isOwnHost(header: string | undefined, { host, publicUrl, hosts }: Names): boolean {
  const asked = hostOf(header);
  if (asked === null) return false;
  const own = [host, ...hosts, ...(publicUrl === null ? [] : [new URL(publicUrl).hostname])];
  if (isLoopbackHost(asked) || own.some((name) => name.toLowerCase() === asked)) return true;
  return !isLoopbackHost(host) && isIP(asked.replace(/^\[|\]$/gu, "")) !== 0;
}

/** True where no browser sent it, or one that shows a page of ours. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, { publicUrl }: Names): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const url = new URL(origin);
  if (publicUrl !== null && url.origin === new URL(publicUrl).origin) return true;
  return /^https?:$/u.test(url.protocol) && url.host === host?.toLowerCase();
}

/**
 * Every name under which a request says that it comes: whoever stands in front of us may have looked at another one than we do. The address
 * itself may hold one (RFC 9112, 3.2.2).
 */
function hostsOf({ url = "", rawHeaders }: IncomingMessage): readonly (string | undefined)[] {
  const told = rawHeaders.filter((_value, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === "host");
  const absolute = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/iu.exec(url)?.[1];
  return [...(told.length === 0 ? [undefined] : told), ...(absolute === undefined ? [] : [absolute])];
}

/** Refuses requests that come under another name or from a page of another origin (PA_HOST_FOREIGN). There is no CORS: nobody else's page may ask. */
export function guardHost(app: ServiceApp, names: Names): void {
  app.addHook("onRequest", async (request) => {
    const { host, origin } = request.headers;
    for (const name of hostsOf(request.raw)) {
      if (isOwnHost(name, names)) continue;
      throw PerfAgentError.of("PA_HOST_FOREIGN", `${JSON.stringify(name ?? "")} is no name of this service`);
    }
    if (!isOwnOrigin(origin, host, names)) {
      throw PerfAgentError.of("PA_HOST_FOREIGN", `a page of ${JSON.stringify(origin ?? "")} may not ask this service`);
    }
  });
}
