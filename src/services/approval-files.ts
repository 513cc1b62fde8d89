import {
  approvableText,
  approvalFileSchema,
  approvalStatement,
  contentText,
  type Approvable,
  type Approval,
  type ApprovalFile,
  type ApprovedContent,
} from "../contract/approval.ts";
import { PerfAgentError } from "../contract/errors.ts";
import type { LoadPreview } from "../contract/load-preview.ts";
import type { GuardDecision, Policy } from "../contract/policy.ts";
import type { Profile, ScriptBundle } from "../contract/script-bundle.ts";
import type { TestPlan } from "../contract/test-plan.ts";
import { judgeApprovals, type JudgedApprovals, type PlanAuthor } from "../pipeline/guard/judge-approvals.ts";
import { summariseLoad } from "../pipeline/guard/compare-loads.ts";
import type { Agent } from "./agent.ts";

/** Of a prepared run, what a review shows and an approval binds. */
export interface Reviewable {
  readonly loaded: { readonly plan: TestPlan; readonly policy: Policy };
  readonly decision: GuardDecision;
  readonly profiles: readonly {
    readonly profile: Profile;
    readonly plan: TestPlan;
    readonly preview: LoadPreview;
    readonly bundle: ScriptBundle;
  }[];
  readonly approvable: Approvable;
}

/** What approving and reviewing ask of an agent. */
export type Reviewer = Pick<Agent, "documents" | "clock" | "signer" | "signerOf" | "system">;

const scriptName = /\.(?:[cm]?js|ts)$/u;

/** The hash that an approval of the run is filed under. */
export function hashOf(agent: Reviewer, approvable: Approvable): string {
  return agent.documents.sha256(approvableText(approvable));
}

/** Where the approval of a hash is, for a plan. */
export function approvalPath(agent: Reviewer, policy: Policy, planFile: string, hash: string): string {
  return agent.documents.beside(planFile, `${policy.review.directory}/${hash}.json`);
}

/** The load and the script as a reviewer sees them. Data stay out of it but for their digests: columns may be masked. */
export function contentOf(agent: Reviewer, { decision, profiles }: Reviewable): ApprovedContent {
  const full = profiles.find(({ profile }) => profile === "full");
  if (full === undefined) throw new Error("a prepared run has no full profile");
  const script: ApprovedContent["script"] = {};
  for (const { profile, bundle } of profiles) {
    for (const file of bundle.files) {
      const entry =
        "text" in file && scriptName.test(file.path)
          ? { text: file.text }
          : { sha256: agent.documents.sha256("text" in file ? file.text : bytesOf(file.base64)) };
      const inFull = script[`full/${file.path}`];
      if (profile === "full" || JSON.stringify(inFull) !== JSON.stringify(entry))
        script[`${profile}/${file.path}`] = entry;
    }
  }
  return { load: summariseLoad(full.plan, full.preview, decision), script };
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/**
 * Reads an approval file; null when there is none. Throws PA_APPROVAL_INVALID for one of another shape, and for one whose content is
 * not what its name says.
 */
export async function readApprovalFile(agent: Reviewer, path: string): Promise<ApprovalFile | null> {
  const bytes = await agent.documents.readBytes(path);
  if (bytes === null) return null;
  const name = path.split(/[\\/]/u).at(-1) ?? path;
  let file: ApprovalFile;
  try {
    file = approvalFileSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch (error) {
    throw PerfAgentError.of("PA_APPROVAL_INVALID", `${name} is not an approval as this version writes it`, {
      cause: error,
      remedy: "Move the file away, review the plan and approve it again.",
    });
  }
  if (/^[0-9a-f]{64}\.json$/u.test(name) && name !== `${hashOf(agent, file.approvable)}.json`) {
    throw PerfAgentError.of("PA_APPROVAL_INVALID", `${name} was changed: what it approves is not what its name says`, {
      remedy: "Move the file away, review the plan and approve it again.",
    });
  }
  return file;
}

/**
 * Which approvals of a file count under the policy; `file` null: there is none. `author`: name of who handed the plan in to the service;
 * null: nobody did.
 */
export async function judgeFile(
  agent: Reviewer,
  { review }: Policy,
  environment: string,
  file: ApprovalFile | null,
  author: string | null,
): Promise<JudgedApprovals> {
  const now = agent.clock.now();
  const approvals = file?.approvals ?? [];
  if (file === null || approvals.length === 0)
    return judgeApprovals({ approvals: [], review, environment, ownKeys: new Set(), author: null, now });
  const subject = subjectOf(agent, file);
  // Keys of our own are asked for, and so made, only where they can decide something.
  const names = review.keys === null ? [...new Set(approvals.map(({ by }) => by))] : [];
  const ownKeys = new Set(await Promise.all(names.map((name) => agent.signerOf(name).publicKey())));
  return judgeApprovals({
    approvals: approvals.map((approval) => ({
      ...approval,
      signed: agent.signer.verify(approval.key, approvalStatement(subject, approval), approval.signature),
    })),
    review,
    environment,
    ownKeys,
    author: author === null ? null : await authorOf(agent, author),
    now,
  });
}

async function authorOf(agent: Reviewer, name: string): Promise<PlanAuthor> {
  return { name, key: await agent.signerOf(name).publicKey() };
}

function subjectOf(agent: Reviewer, file: Omit<ApprovalFile, "approvals">): Parameters<typeof approvalStatement>[0] {
  return {
    hash: hashOf(agent, file.approvable),
    contentSha256: agent.documents.sha256(contentText(file)),
    environment: file.approvable.environment,
  };
}

/** A further approval of a file by the key of `by`. */
export async function signFile(
  agent: Reviewer,
  file: Omit<ApprovalFile, "approvals">,
  by: string,
  comment: string | null,
): Promise<Approval> {
  const at = new Date(agent.clock.now()).toISOString();
  const signer = agent.signerOf(by);
  const unsigned = { by, at, comment, key: await signer.publicKey() };
  return { ...unsigned, signature: await signer.sign(approvalStatement(subjectOf(agent, file), unsigned)) };
}

export interface EarlierApproval {
  readonly path: string;
  readonly hash: string;
  readonly file: ApprovalFile;
  /** The newest approval that counted when it was given, whether or not it has expired; null: none, so that the file may say anything. */
  readonly newest: { readonly by: string; readonly at: string } | null;
}

/** An approval file to compare with, whoever signed it. Throws PA_FILE_UNREADABLE where there is none. */
export async function readEarlier(agent: Reviewer, policy: Policy, path: string): Promise<EarlierApproval> {
  const file = await readApprovalFile(agent, path);
  if (file === null) throw PerfAgentError.of("PA_FILE_UNREADABLE", `there is no file ${path}`);
  // Age makes an approval void, not what its author saw untrue.
  const ageless: Policy = { ...policy, review: { ...policy.review, expireMs: 1e15 } };
  const { counting } = await judgeFile(agent, ageless, file.approvable.environment, file, null);
  const last = counting.at(-1);
  return {
    path,
    hash: hashOf(agent, file.approvable),
    file,
    newest: last === undefined ? null : { by: last.by, at: last.at },
  };
}

/**
 * The newest approval of the same plan and environment under another hash, of those that somebody signed whose key counts: a file that
 * anybody may have put there must not tell a reviewer that nothing changed. Files that cannot be read as approvals are passed over.
 */
export async function newestEarlier(
  agent: Reviewer,
  policy: Policy,
  planFile: string,
  approvable: Approvable,
): Promise<EarlierApproval | null> {
  const own = hashOf(agent, approvable);
  let newest: EarlierApproval | null = null;
  for (const hash of await approvalHashes(agent, policy, planFile)) {
    if (hash === own) continue;
    const earlier = await readEarlier(agent, policy, approvalPath(agent, policy, planFile, hash)).catch(passOver);
    if (earlier === null || earlier.newest === null) continue;
    const { plan, environment } = earlier.file.approvable;
    if (plan !== approvable.plan || environment !== approvable.environment) continue;
    // One form of time: text order is its order.
    if (newest?.newest === undefined || newest.newest === null || earlier.newest.at > newest.newest.at)
      newest = earlier;
  }
  return newest;
}

function passOver(error: unknown): null {
  if (error instanceof PerfAgentError && error.mistakes.every(({ code }) => code === "PA_APPROVAL_INVALID"))
    return null;
  throw error;
}

/** Hashes that have a file, sorted. */
export async function approvalHashes(agent: Reviewer, policy: Policy, planFile: string): Promise<readonly string[]> {
  const directory = agent.documents.beside(planFile, policy.review.directory);
  const names = await agent.documents.listFiles(directory);
  return names.flatMap((name) => /^([0-9a-f]{64})\.json$/u.exec(name)?.[1] ?? []);
}
