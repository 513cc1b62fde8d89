import { z } from "zod";
import { PerfAgentError } from "../contract/errors.ts";
import { understandPolicy } from "../pipeline/plan/policy/understand-policy.ts";
import type { Agent } from "./agent.ts";

const trustListSchema = z.array(z.string());

/** SHA-256 of project policies that were trusted on this machine. */
export async function trustedPolicies(agent: Agent): Promise<ReadonlySet<string>> {
  const bytes = await agent.documents.readBytes(agent.trustFile);
  if (bytes === null) return new Set();
  try {
    return new Set(trustListSchema.parse(JSON.parse(new TextDecoder().decode(bytes))));
  } catch (error) {
    throw PerfAgentError.of("PA_FILE_UNREADABLE", `${agent.trustFile} is not a JSON array of digests`, {
      cause: error,
    });
  }
}

/** Trusts one policy file as it is now; any later change of it is not trusted. */
export async function trustPolicy(agent: Agent, file: string): Promise<{ sha256: string; environments: string[] }> {
  const bytes = await agent.documents.readBytes(file);
  if (bytes === null) throw PerfAgentError.of("PA_FILE_UNREADABLE", `there is no file ${file}`);
  const sha256 = agent.documents.sha256(bytes);
  const policy = understandPolicy([
    { layer: "project", text: new TextDecoder().decode(bytes), file, sha256, trusted: true },
  ]);
  const trusted = new Set(await trustedPolicies(agent)).add(sha256);
  await agent.documents.write(agent.trustFile, `${JSON.stringify([...trusted].toSorted(), null, 2)}\n`, {
    overwrite: true,
    private: true,
  });
  return { sha256, environments: policy.environments.map(({ name }) => name) };
}
