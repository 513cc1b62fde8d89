import type { TokenVerifier } from "../ports/token-verifier.ts";
import type { Agent } from "./agent.ts";
import type { LiveRuns } from "./live/live-runs.ts";
import type { ServiceSettings } from "./service-settings.ts";

/** What the use cases of the service work with: everything that those of the command line have, and more. `compose.ts` fills it in. */
export interface Service extends Agent {
  /**
   * Absolute. Holds `plans/<planId>/`, `runs/` (with `runs.sqlite`), `keys/`, `serve.yaml`, and `perf-agent.yaml`: the project's layer of
   * policy, which needs `perf-agent trust` like any other.
   */
  readonly dataDirectory: string;
  /** The page of this version's own error rates, `docs/evaluation.md`, as it was published. Absolute. */
  readonly evaluationFile: string;
  /** Asked in turn who holds a token. The first that knows it decides. */
  readonly verifiers: readonly TokenVerifier[];
  readonly settings: ServiceSettings;
  /** Who runs in this process, and who watches. */
  readonly live: LiveRuns;
}
