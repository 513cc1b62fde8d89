import { z } from "zod";
import { PerfAgentError } from "../contract/errors.ts";
import type { ScriptBundle } from "../contract/script-bundle.ts";
import type { Agent } from "./agent.ts";
import type { LoadedPlan, PlanRequest } from "./load-plan.ts";
import { generate } from "./generate-plan.ts";
import { toJson } from "./run-bundle.ts";

const approvalFileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  plan: z.string(),
  environment: z.string(),
  sha256: z.string(),
  approvals: z.array(z.strictObject({ by: z.string(), at: z.string(), comment: z.string().nullable() })),
});
export type ApprovalFile = z.infer<typeof approvalFileSchema>;

/** How a script got its permission to run. */
export interface Review {
  /** SHA-256 over every byte of the script, its data included. */
  readonly sha256: string;
  /** null: the environment lets its users approve by running. */
  readonly approvals: ApprovalFile["approvals"] | null;
}

function hashOf(agent: Agent, bundle: ScriptBundle): string {
  return agent.documents.sha256(JSON.stringify(bundle));
}

function fileOf(agent: Agent, loaded: LoadedPlan, planFile: string, sha256: string): string {
  return agent.documents.beside(planFile, `${loaded.policy.review.directory}/${sha256}.json`);
}

async function readApprovals(agent: Agent, file: string): Promise<ApprovalFile | null> {
  const bytes = await agent.documents.readBytes(file);
  if (bytes === null) return null;
  try {
    return approvalFileSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw PerfAgentError.of("PA_FILE_UNREADABLE", `${file} is not an approval as this version writes it`, {
      cause: error,
    });
  }
}

/** Throws PA_APPROVAL_MISSING when the environment wants more approvals of these bytes than there are. */
export async function assertReviewed(
  agent: Agent,
  loaded: LoadedPlan,
  planFile: string,
  bundle: ScriptBundle,
): Promise<Review> {
  const sha256 = hashOf(agent, bundle);
  const { environment } = loaded.plan.target;
  if (loaded.policy.review.selfApprove.includes(environment)) return { sha256, approvals: null };
  const wanted = loaded.policy.review.approvals[environment] ?? 1;
  const approvals = (await readApprovals(agent, fileOf(agent, loaded, planFile, sha256)))?.approvals ?? [];
  const people = new Set(approvals.map(({ by }) => by)).size;
  if (people >= wanted) return { sha256, approvals };
  throw PerfAgentError.of(
    "PA_APPROVAL_MISSING",
    `"${environment}" wants ${wanted === 1 ? "one approval" : `approvals by ${wanted} people`} of script ${sha256.slice(0, 8)}, there ${people === 1 ? "is one" : `are ${people}`}`,
  );
}

/** Writes or extends `approvals/<hash>.json` beside the plan. */
export async function approvePlan(
  agent: Agent,
  request: PlanRequest,
  comment: string | null,
): Promise<{ file: string; approval: ApprovalFile }> {
  const { loaded, bundle } = await generate(agent, request);
  const sha256 = hashOf(agent, bundle);
  const file = fileOf(agent, loaded, request.planFile, sha256);
  const before = await readApprovals(agent, file);
  const by = agent.system.env["USER"] ?? agent.system.env["USERNAME"] ?? "unknown";
  const approval: ApprovalFile = {
    schemaVersion: 1,
    plan: loaded.plan.name,
    environment: loaded.plan.target.environment,
    sha256,
    approvals: [...(before?.approvals ?? []), { by, at: new Date(agent.clock.now()).toISOString(), comment }],
  };
  await agent.documents.write(file, toJson(approval), { overwrite: true });
  return { file, approval };
}
