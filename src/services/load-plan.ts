import { isBaseUrl } from "../contract/base-url.ts";
import type { UnderstoodObjective } from "../contract/command-documents.ts";
import { isErrorCode, PerfAgentError, type Mistake } from "../contract/errors.ts";
import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision, Policy } from "../contract/policy.ts";
import type { SloSet } from "../contract/slo-set.ts";
import type { DataRows, TestPlan } from "../contract/test-plan.ts";
import { admitPlan } from "../pipeline/guard/admit-plan.ts";
import { proposeFitting } from "../pipeline/guard/cost/propose-fitting.ts";
import { scanData } from "../pipeline/guard/scan-data.ts";
import { previewLoad } from "../pipeline/plan/arithmetic.ts";
import { defaultSlos } from "../pipeline/plan/objectives/default-slos.ts";
import { understandSlos, type UnderstoodSlos } from "../pipeline/plan/objectives/understand-slos.ts";

import { understandPolicy } from "../pipeline/plan/policy/understand-policy.ts";
import { scaleLoad } from "../pipeline/plan/scale-load.ts";
import { filesOf, understandPlan } from "../pipeline/plan/understand-plan.ts";
import type { Agent } from "./agent.ts";
import { trustedPolicies } from "./trust-policy.ts";

/** What a command line names. Paths as typed. */
export interface PlanRequest {
  readonly planFile: string;
  readonly sloFiles: readonly string[];
  readonly policyFile: string | null;
  readonly environment: string | undefined;
  readonly overrides: readonly string[];
  /** Stands in for the base URL of a local environment, such as a service on a free port. */
  readonly baseUrl: string | undefined;
  /** Folder of a script to run in place of the generated one; null: the generated one. */
  readonly scriptDirectory: string | null;
  /** Who handed the plan in to the service, whose approval does not count; undefined: nobody did. */
  readonly author?: string | undefined;
}

/** Everything that is known before an engine is touched. */
export interface LoadedPlan {
  readonly plan: TestPlan;
  readonly planText: string;
  readonly data: readonly DataRows[];
  readonly uploads: Readonly<Record<string, Uint8Array>>;
  readonly slos: SloSet;
  /** The objectives of `slos` as they were understood, in the same order. */
  readonly objectives: readonly UnderstoodObjective[];
  readonly policy: Policy;
  readonly preview: LoadPreview;
  readonly warnings: readonly Mistake[];
}

/** How a proposal begins among the reasons of a decision. */
const fits = "this would fit: ";

const defaultPolicyName = "perf-agent.yaml";
const defaultSloName = "slo.yaml";

/** Reads a text file; throws PA_FILE_UNREADABLE when it does not exist. */
export async function readText(agent: Pick<Agent, "documents">, path: string): Promise<string> {
  const bytes = await agent.documents.readBytes(path);
  if (bytes === null) throw PerfAgentError.of("PA_FILE_UNREADABLE", `there is no file ${path}`);
  return new TextDecoder().decode(bytes);
}

/** The policy in force for a plan: product, then the machine's file, then the project's beside the plan. */
export async function loadPolicy(agent: Agent, planFile: string, policyFile: string | null): Promise<Policy> {
  const layers: Parameters<typeof understandPolicy>[0] = [];
  const add = async (layer: "machine" | "project", file: string, needed: boolean): Promise<void> => {
    const bytes = await agent.documents.readBytes(file);
    if (bytes === null) {
      if (needed) throw PerfAgentError.of("PA_FILE_UNREADABLE", `there is no file ${file}`);
      return;
    }
    const sha256 = agent.documents.sha256(bytes);
    const trusted = layer === "machine" || (await trustedPolicies(agent)).has(sha256);
    layers.push({ layer, text: new TextDecoder().decode(bytes), file, sha256, trusted });
  };
  await add("machine", agent.machinePolicyFile, false);
  if (policyFile === null) await add("project", agent.documents.beside(planFile, defaultPolicyName), false);
  else await add("project", policyFile, true);
  return understandPolicy(layers);
}

/** Reads and understands plan, objectives, policy and data. Throws every mistake found, all at once. */
export async function loadPlan(agent: Agent, request: PlanRequest): Promise<LoadedPlan> {
  const planText = await readText(agent, request.planFile);
  assertBaseUrl(request);
  const policy = await loadPolicy(agent, request.planFile, request.policyFile);
  const environments = Object.fromEntries(
    policy.environments.map(({ name, kind, baseUrl, others, tlsCaFile }) => [
      name,
      { kind, baseUrl: kind === "local" ? (request.baseUrl ?? baseUrl) : baseUrl, others, tlsCaFile },
    ]),
  );
  const files: Record<string, { bytes: Uint8Array; sha256: string } | null> = {};
  for (const path of filesOf(planText, request.planFile, request.overrides)) {
    const bytes = await agent.documents.readInside(request.planFile, path);
    files[path] = bytes === null ? null : { bytes, sha256: agent.documents.sha256(bytes) };
  }
  const understood = understandPlan({
    text: planText,
    file: request.planFile,
    environment: request.environment,
    overrides: [...request.overrides],
    environments,
    files,
  });
  assertBaseUrlFits(request, understood.plan, policy);
  const {
    slos,
    understood: objectives,
    warnings,
  } = await loadSlos(agent, request.sloFiles, request.planFile, understood.plan);
  const uploads = Object.fromEntries(
    Object.entries(files).flatMap(([path, file]) => (file === null ? [] : [[path, file.bytes] as const])),
  );
  return {
    plan: understood.plan,
    planText,
    data: understood.data,
    uploads,
    slos,
    objectives,
    policy,
    preview: previewLoad(understood.plan),
    warnings: [...understood.warnings, ...warnings],
  };
}

/** What a policy would refuse as a base URL is refused on the command line too. */
function assertBaseUrl({ baseUrl }: PlanRequest): void {
  if (baseUrl === undefined || isBaseUrl(baseUrl)) return;
  throw PerfAgentError.of(
    "PA_USAGE",
    `--base-url ${JSON.stringify(baseUrl)}: write http:// or https:// with host and port, without user, query and fragment`,
  );
}

/** A base URL of the command line opens no door: it counts for the local environment only. */
function assertBaseUrlFits(request: PlanRequest, plan: TestPlan, policy: Policy): void {
  if (request.baseUrl === undefined) return;
  const kind = policy.environments.find(({ name }) => name === plan.target.environment)?.kind;
  if (kind === "local") return;
  throw PerfAgentError.of(
    "PA_USAGE",
    `--base-url is for environments of kind local; the plan's target "${plan.target.environment}" is ${kind ?? "not declared"}`,
  );
}

/** The objectives named, or `slo.yaml` beside the plan, or the platform's defaults. `plan` null: of an imported run. */
export async function loadSlos(
  agent: Agent,
  sloFiles: readonly string[],
  planFile: string,
  plan: TestPlan | null,
): Promise<UnderstoodSlos> {
  const inputs: { text: string; file: string }[] = [];
  for (const file of sloFiles) inputs.push({ text: await readText(agent, file), file });
  if (inputs.length === 0 && plan !== null) {
    const beside = agent.documents.beside(planFile, defaultSloName);
    const bytes = await agent.documents.readBytes(beside);
    if (bytes !== null) inputs.push({ text: new TextDecoder().decode(bytes), file: beside });
  }
  return understandGiven(inputs, plan);
}

/** The objectives of documents that were read already; of none the platform's defaults. `plan` null: of an imported run. Throws PA_SLO_INVALID. */
export function understandGiven(
  inputs: readonly { readonly text: string; readonly file: string }[],
  plan: TestPlan | null,
): UnderstoodSlos {
  if (inputs.length === 0) {
    const slos = defaultSlos(plan);
    const text = slos.objectives.map((objective) => objective.text).join("; ");
    return {
      slos,
      understood: slos.objectives.map(({ name, text: short, severity, stop }) => ({
        name,
        text: short,
        dialect: "platform default",
        file: null,
        line: null,
        note: null,
        severity,
        stop,
      })),
      warnings: [{ code: "PA_SLO_DEFAULTS", text: `no objectives were given, so these stand in: ${text}` }],
    };
  }
  return understandSlos(inputs, plan);
}

/** Asks the guard about a plan and its data, with the addresses its hosts have now. */
export async function admit(agent: Agent, loaded: LoadedPlan): Promise<GuardDecision> {
  const environment = loaded.policy.environments.find(({ name }) => name === loaded.plan.target.environment);
  const names = new Set<string>();
  for (const url of [loaded.plan.target.baseUrl, ...Object.values(loaded.plan.target.others)])
    names.add(new URL(url).hostname);
  for (const { kind, hosts } of loaded.policy.environments) {
    // A production name that shares an address with the target makes the target production.
    if (kind === "production") for (const host of hosts) if (!host.includes("*")) names.add(host);
  }
  for (const host of environment?.hosts ?? []) if (!host.includes("*")) names.add(host);
  const addresses: Record<string, string[]> = {};
  for (const name of names) addresses[name] = [...(await agent.resolver.resolve(name))];
  const { plan, preview, policy, data, uploads } = loaded;
  const decision = admitPlan({ plan, preview, policy, addresses });
  return withReasons(decision, [...scanData({ data, sets: plan.data, uploads, policy }), ...proposals(loaded)]);
}

/** Smaller runs that the policy would allow, each with what it loses in evidence; none where the load fits. */
function proposals({ plan, preview, policy }: LoadedPlan): GuardDecision["reasons"] {
  const fitting = proposeFitting({
    plan,
    before: preview,
    policy,
    rescale: (shares) => previewLoad(scaleLoad(plan, shares)),
  });
  return fitting.map(({ text }) => ({
    rule: "proposal",
    outcome: "warn",
    code: null,
    text: `${fits}${text}`,
  }));
}

/** A decision with what a later look found; one refusal refuses. */
export function withReasons(decision: GuardDecision, more: GuardDecision["reasons"]): GuardDecision {
  const refused = more.some(({ outcome }) => outcome === "refuse");
  return { ...decision, decision: refused ? "refuse" : decision.decision, reasons: [...decision.reasons, ...more] };
}

/** Throws the guard's refusals as coded errors. */
export function assertAllowed(decision: GuardDecision): void {
  if (decision.decision === "allow") return;
  const fitting = decision.reasons
    .filter(({ rule }) => rule === "proposal")
    .map(({ text }) => text.replace(fits, "- "));
  const remedy = fitting.length === 0 ? undefined : `Lower the load; each of these would fit:\n${fitting.join("\n")}`;
  throw new PerfAgentError(
    decision.reasons
      .filter(({ outcome }) => outcome === "refuse")
      .map(({ code: told, text }) => {
        const code = isErrorCode(told) ? told : "PA_GUARD_LIMIT";
        return { code, text, remedy: code === "PA_GUARD_LIMIT" ? remedy : undefined };
      }),
  );
}

/**
 * Values of the plan's secrets, from where the agent's secrets come. Throws PA_SECRET_MISSING for each that is absent and
 * PA_SECRET_FORBIDDEN for each that this plan may not have, all at once.
 */
export async function readSecrets(
  agent: Pick<Agent, "secrets">,
  plan: TestPlan,
  planFile: string,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  const mistakes: Mistake[] = [];
  for (const { name, source } of plan.secrets) {
    try {
      const value = await agent.secrets.read(source, planFile);
      if (value !== null) values[name] = value;
      else mistakes.push({ code: "PA_SECRET_MISSING", text: missingText(name, source) });
    } catch (error) {
      if (!(error instanceof PerfAgentError)) throw error;
      mistakes.push(...error.mistakes.map((mistake) => ({ ...mistake, text: `secret "${name}": ${mistake.text}` })));
    }
  }
  if (mistakes.length > 0) throw new PerfAgentError(mistakes);
  return values;
}

function missingText(name: string, source: TestPlan["secrets"][number]["source"]): string {
  return "env" in source
    ? `secret "${name}" is read from the environment variable ${source.env}, which is not set`
    : `secret "${name}" is read from ${source.file}, which does not exist`;
}
