import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { listedSecrets } from "./adapters/node/listed-secrets.ts";
import { personSigners } from "./adapters/node/person-signers.ts";
import { composeAgent, type AgentPlaces } from "./compose.ts";
import type { ServiceRequest } from "./entry/cli/command-context.ts";
import type { System } from "./ports/system.ts";
import type { TokenVerifier } from "./ports/token-verifier.ts";
import { keptTokenVerifier } from "./services/access/kept-token-verifier.ts";
import { createLiveRuns } from "./services/live/live-runs.ts";
import { policyOfService } from "./services/plans/plan-places.ts";
import { readServiceSettings, settingsFileName } from "./services/read-service-settings.ts";
import type { Service } from "./services/service.ts";

/** Where the service finds what comes with it. */
export interface ServicePlaces extends Omit<AgentPlaces, "runs"> {
  /** The published page of this version's own error rates. */
  readonly evaluation: URL;
}

/**
 * Puts adapters behind the ports of the service: the agent of the command line on folders of its own, with people in place of one user.
 * Its folder is the one that is typed, then `PERF_AGENT_DATA`, then `perf-agent` of the user's data folder.
 */
export async function composeService(system: System, places: ServicePlaces, request: ServiceRequest): Promise<Service> {
  const { env } = system;
  const ownData = join(env["XDG_DATA_HOME"] ?? join(system.homeDirectory, ".local", "share"), "perf-agent");
  const dataDirectory = resolve(system.cwd, request.data ?? env["PERF_AGENT_DATA"] ?? ownData);
  const agent = composeAgent(system, { ...places, runs: join(dataDirectory, "runs") });
  const settings = await readServiceSettings(agent, join(dataDirectory, settingsFileName), request.typed);
  const verifiers: TokenVerifier[] = [
    keptTokenVerifier({ tokens: async () => (await agent.store()).tokens, documents: agent.documents }),
  ];
  if (settings.oidc !== null) {
    const { oidcVerifier } = await import("./adapters/oidc/oidc-verifier.ts");
    verifiers.push(oidcVerifier(settings.oidc));
  }
  const service: Service = {
    ...agent,
    dataDirectory,
    evaluationFile: fileURLToPath(places.evaluation),
    settings,
    verifiers,
    live: createLiveRuns({ clock: agent.clock, onLag: request.onEventLag }),
    // Two people are two keys, though one machine keeps them.
    signerOf: personSigners(join(dataDirectory, "keys")),
    secrets: listedSecrets({ env, listedFor: async () => (await policyOfService(service)).secrets }),
  };
  return service;
}
