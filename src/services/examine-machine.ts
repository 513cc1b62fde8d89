import { PerfAgentError, remedyOf } from "../contract/errors.ts";
import type { Agent } from "./agent.ts";
import { loadPolicy } from "./load-plan.ts";

export interface MachineCheck {
  readonly name: string;
  readonly status: "ok" | "problem";
  readonly text: string;
  readonly remedy: string | null;
}

/** Everything a run needs on this machine, each looked at for itself. Obtains nothing and starts nothing. */
export async function examineMachine(agent: Agent): Promise<readonly MachineCheck[]> {
  const checks: MachineCheck[] = [];
  const check = async (name: string, look: () => Promise<string>): Promise<void> => {
    try {
      checks.push({ name, status: "ok", text: await look(), remedy: null });
    } catch (error) {
      if (!(error instanceof PerfAgentError)) throw error;
      const [mistake] = error.mistakes;
      if (mistake !== undefined) {
        checks.push({ name, status: "problem", text: mistake.text, remedy: remedyOf(mistake) });
      }
    }
  };
  await check("agent", () => Promise.resolve(`perf-agent ${agent.version} on ${agent.system.runtime}`));
  await check("k6", async () => {
    const found = await agent.provisioner.find();
    if (found === null) throw PerfAgentError.of("PA_ENGINE_MISSING", "k6 is not on PATH and not in the cache");
    return `${found.version} at ${found.path} (${found.from})`;
  });
  await check("policy", async () => {
    const policy = await loadPolicy(agent, "plan.yaml", null);
    const files = policy.sources.flatMap(({ file }) => (file === null ? [] : [file]));
    const names = policy.environments.map(
      ({ name, kind, trusted }) => `${name} (${kind}${trusted ? "" : ", not trusted"})`,
    );
    return `${files.length === 0 ? "no file, so loopback only" : files.join(", ")}: ${names.join(", ")}`;
  });
  await check("store", async () => {
    const [latest] = await (await agent.store()).runs.list({ limit: 1 });
    return `${agent.storePath}${latest === undefined ? ", no runs yet" : `, latest ${latest.runId}`}`;
  });
  return checks;
}
