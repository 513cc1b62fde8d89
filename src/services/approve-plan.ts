import { z } from "zod";
import { canonicalJson } from "../contract/canonical-json.ts";
import type { ApprovalFile, ApprovedContent } from "../contract/approval.ts";
import { PerfAgentError, type Mistake } from "../contract/errors.ts";
import { formatCount, formatStamp } from "../contract/format-quantity.ts";
import type { LoadSummary } from "../contract/load-summary.ts";
import type { Policy } from "../contract/policy.ts";
import type { JudgedApprovals } from "../pipeline/guard/judge-approvals.ts";
import { nameChangedParts } from "../pipeline/guard/name-changed-parts.ts";
import type { Agent } from "./agent.ts";
import {
  approvalPath,
  contentOf,
  hashOf,
  judgeFile,
  newestEarlier,
  readApprovalFile,
  signFile,
  type Reviewable,
  type Reviewer,
} from "./approval-files.ts";
import { assertAllowed } from "./load-plan.ts";
import { toJson } from "./run-bundle.ts";
import { userName } from "./user-name.ts";

/** How a run got its permission; `review.json` of its folder. */
export const reviewSchema = z.strictObject({
  /** Hash of everything that an approval binds. */
  sha256: z.string(),
  /** null: the environment lets its users approve by running. */
  approvals: z.array(z.strictObject({ by: z.string(), at: z.string(), key: z.string() })).nullable(),
});
export type Review = z.infer<typeof reviewSchema>;

/** Where the approvals of a prepared run stand. */
export interface ReviewState extends JudgedApprovals {
  readonly sha256: string;
  /** The environment lets its users approve by running. */
  readonly selfApproved: boolean;
}

/** Reads which approvals of a prepared run count. A damaged file is told of among those that do not. */
export async function reviewStateOf(
  agent: Reviewer,
  run: Reviewable,
  planFile: string,
  author: string | null = null,
): Promise<ReviewState> {
  const { environment } = run.approvable;
  return reviewStateOfHash(agent, run.loaded.policy, {
    sha256: hashOf(agent, run.approvable),
    environment,
    planFile,
    author,
  });
}

/** The same of what was prepared before and is known by its hash. */
export async function reviewStateOfHash(
  agent: Reviewer,
  policy: Policy,
  reviewed: {
    readonly sha256: string;
    readonly environment: string;
    readonly planFile: string;
    /** Who handed the plan in to the service; null: nobody did. */
    readonly author: string | null;
  },
): Promise<ReviewState> {
  const { sha256, environment, planFile, author } = reviewed;
  const selfApproved = policy.review.selfApprove.includes(environment);
  let file: ApprovalFile | null = null;
  const refused: JudgedApprovals["refused"][number][] = [];
  try {
    file = await readApprovalFile(agent, approvalPath(agent, policy, planFile, sha256));
  } catch (error) {
    if (!(error instanceof PerfAgentError)) throw error;
    refused.push(...error.mistakes);
  }
  const judged = await judgeFile(agent, policy, environment, file, author);
  return { ...judged, refused: [...refused, ...judged.refused], sha256, selfApproved };
}

/**
 * Throws when the environment wants more approvals of exactly this than there are: for each that does not count why
 * (PA_APPROVAL_INVALID, PA_APPROVAL_EXPIRED, PA_APPROVAL_AUTHOR), then how many are missing (PA_APPROVAL_MISSING). `author`: who handed
 * the plan in to the service; null: nobody did.
 */
export async function assertReviewed(
  agent: Reviewer,
  run: Reviewable,
  planFile: string,
  author: string | null = null,
): Promise<Review> {
  const state = await reviewStateOf(agent, run, planFile, author);
  const { sha256, selfApproved, wanted, counting, refused } = state;
  if (selfApproved) return { sha256, approvals: null };
  if (counting.length >= wanted) {
    return { sha256, approvals: counting.map(({ by, at, key }) => ({ by, at, key })) };
  }
  const missing: Mistake = { code: "PA_APPROVAL_MISSING", text: await missingText(agent, run, planFile, state) };
  throw new PerfAgentError([...refused.map(({ code, text }) => ({ code, text })), missing]);
}

async function missingText(agent: Reviewer, run: Reviewable, planFile: string, state: ReviewState): Promise<string> {
  const { policy } = run.loaded;
  const { environment } = run.approvable;
  const { wanted, counting, sha256 } = state;
  const there = counting.length === 0 ? "none that counts" : `${counting.length}`;
  const text = `"${environment}" wants ${formatCount(wanted, "approval")} of ${sha256.slice(0, 8)}, there is ${there}`;
  const earlier = await newestEarlier(agent, policy, planFile, run.approvable);
  if (earlier === null || earlier.newest === null) return text;
  const { by, at } = earlier.newest;
  const changed = nameChangedParts(earlier.file.approvable, run.approvable).join(", ");
  return `${text}; ${by} approved ${earlier.hash.slice(0, 8)} at ${formatStamp(at)}, since then changed: ${changed}`;
}

function assertAsReviewed(hash: string, reviewed: string | null): void {
  if (reviewed === null) return;
  if (!/^[0-9a-f]{8,64}$/u.test(reviewed)) {
    throw PerfAgentError.of(
      "PA_USAGE",
      `--hash ${reviewed}: write at least the first 8 digits of the hash that was reviewed`,
    );
  }
  if (hash.startsWith(reviewed)) return;
  throw PerfAgentError.of(
    "PA_APPROVAL_INVALID",
    `the plan is ${hash.slice(0, 16)} now, and not the ${reviewed} that was reviewed`,
    {
      remedy: "Something was changed since: review the plan again.",
    },
  );
}

/** What an approver saw, without the cost: prices are the policy's, and may differ between the machines of two approvers. */
function seen({ load, script }: ApprovedContent): string {
  return canonicalJson({ load: { ...load, cost: null }, script });
}

export interface Approved extends ReviewState {
  readonly file: string;
  readonly load: LoadSummary;
}

/**
 * Writes `approvals/<hash>.json` beside the plan, or signs the one that is there. `reviewed`: first digits of the hash that its author
 * reviewed; null: whatever it is now. Throws the guard's refusals, and PA_APPROVAL_INVALID where the plan is not what was reviewed any
 * more, or where the file that is there tells of another load or script than the one prepared here.
 */
export async function approvePlan(
  agent: Reviewer & Pick<Agent, "store">,
  run: Reviewable,
  planFile: string,
  {
    comment,
    reviewed,
    by = userName(agent),
    author = null,
  }: {
    readonly comment: string | null;
    readonly reviewed: string | null;
    /** Who approves; the user of this machine unless said. */
    readonly by?: string;
    /** Who handed the plan in to the service. */
    readonly author?: string | null;
  },
): Promise<Approved> {
  assertAllowed(run.decision);
  assertAsReviewed(hashOf(agent, run.approvable), reviewed);
  const { approvable, loaded } = run;
  const path = approvalPath(agent, loaded.policy, planFile, hashOf(agent, approvable));
  const content = contentOf(agent, run);
  const before = await readApprovalFile(agent, path);
  if (before !== null && seen(content) !== seen(before)) {
    throw PerfAgentError.of(
      "PA_APPROVAL_INVALID",
      `${path} tells of another load or script than this machine made of the plan`,
      { remedy: "Find out who wrote the file; move it away to begin with an approval of your own." },
    );
  }
  const unsigned = { schemaVersion: 2 as const, approvable, ...content };
  const approval = await signFile(agent, unsigned, by, comment);
  // One a key: approving again renews.
  const others = (before?.approvals ?? []).filter(({ key }) => key !== approval.key);
  const file: ApprovalFile = { ...unsigned, approvals: [...others, approval] };
  await agent.documents.write(path, toJson(file), { overwrite: true });
  const state = await reviewStateOf(agent, run, planFile, author);
  const { audit } = await agent.store();
  await audit.record({
    at: agent.clock.now(),
    actor: by,
    action: "approve",
    outcome: "done",
    runId: null,
    subject: `${approvable.plan} on ${approvable.environment}`,
    reasons: [
      `sha256 ${state.sha256}`,
      `signed by ${approval.key}`,
      ...(comment === null ? [] : [comment]),
      ...state.refused.map(({ text }) => text),
    ],
  });
  return { ...state, file: path, load: content.load };
}
