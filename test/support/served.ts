import { once } from "node:events";
import type { Finished, Started, Workplace } from "./command-line.ts";

/** A `perf-agent serve` that listens. */
export interface Served {
  /** Such as http://127.0.0.1:41234 */
  readonly url: string;
  /** Of the log-in link; null: none was printed. */
  readonly token: string | null;
  readonly started: Started;
  /** Everything under the API's root; `path` begins with a slash. */
  api(path: string, init?: RequestInit): Promise<Response>;
  /** Ends it by a signal and waits. */
  stop(signal?: "SIGTERM" | "SIGINT" | "SIGKILL"): Promise<Finished>;
}

/** Starts the service on a free port, with the workplace's folder `data`. */
export async function serve(
  workplace: Workplace,
  { args = [], env = {} }: { readonly args?: readonly string[]; readonly env?: Record<string, string> } = {},
): Promise<Served> {
  const started = workplace.start(["serve", "--port", "0", "--data", "data", ...args], env);
  // Printed at once and last: the link, or how to get one.
  const text = await Promise.any([started.seen("#token="), started.seen("--new-token")]);
  const url = /Perf-Xi is at (\S+)/u.exec(text)?.[1];
  if (url === undefined) throw new Error(`no address in what serve printed:\n${text}`);
  const token = /#token=(\S+)/u.exec(text)?.[1] ?? null;
  const bearer = token ?? env["PERF_AGENT_TOKEN"];
  return {
    url,
    token,
    started,
    api(path, init = {}) {
      const headers = new Headers(init.headers);
      if (bearer !== undefined && !headers.has("authorization")) headers.set("authorization", `Bearer ${bearer}`);
      return fetch(`${url}/api/agents/performance-agent${path}`, { ...init, headers });
    },
    async stop(signal = "SIGTERM") {
      if (started.child.exitCode === null && started.child.signalCode === null) {
        started.child.kill(signal);
        await once(started.child, "close");
      }
      return started.done;
    },
  };
}
