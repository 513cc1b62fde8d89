import type { ApprovedContent } from "../contract/approval.ts";
import { PerfAgentError } from "../contract/errors.ts";
import type { LoadSummary } from "../contract/load-summary.ts";
import type { Policy } from "../contract/policy.ts";
import { profiles } from "../contract/script-bundle.ts";
import { compareLoads, type LoadChange } from "../pipeline/guard/compare-loads.ts";
import { diffLines, type DiffLine } from "../pipeline/guard/diff-lines.ts";
import { listChecks } from "../pipeline/guard/list-checks.ts";
import { nameChangedParts } from "../pipeline/guard/name-changed-parts.ts";
import { showHiddenCharacters } from "../pipeline/guard/show-hidden-characters.ts";
import {
  approvalHashes,
  approvalPath,
  contentOf,
  newestEarlier,
  readEarlier,
  type EarlierApproval,
  type Reviewable,
  type Reviewer,
} from "./approval-files.ts";
import { reviewStateOf, type ReviewState } from "./approve-plan.ts";
import { assertAllowed } from "./load-plan.ts";

export interface FileDifference {
  /** `<profile>/<path>`. */
  readonly path: string;
  readonly change: "added" | "removed" | "changed";
  /**
   * Hidden characters are written out. Added files of other profiles are shown against those of the full one. Empty for files that an
   * approval keeps by digest only.
   */
  readonly lines: readonly DiffLine[];
}

/** What somebody needs to see before they approve. */
export interface PlanReview {
  readonly plan: string;
  readonly environment: string;
  readonly state: ReviewState;
  readonly load: LoadSummary;
  /** The approval compared with; null: this is the first review. `by` null: its signatures do not count here, so it may say anything. */
  readonly against: { readonly sha256: string; readonly by: string | null; readonly at: string | null } | null;
  /** What an approval binds and is different now. */
  readonly parts: readonly string[];
  /** Most dangerous first. */
  readonly changes: readonly LoadChange[];
  readonly files: readonly FileDifference[];
  /** Lines of the script that hold characters which cannot be seen, or look like others; written out. `line` counts from 1. */
  readonly hidden: readonly { readonly path: string; readonly line: number; readonly text: string }[];
  readonly checks: readonly string[];
}

/**
 * Compares a prepared run with an earlier approval: the load first, then the script. `against`: the first digits of a hash or a file;
 * null: the newest approval of the plan and environment whose signature counts. `author`: who handed the plan in to the service. Throws
 * the guard's refusals.
 */
export async function reviewPlan(
  agent: Reviewer,
  run: Reviewable,
  planFile: string,
  against: string | null,
  author: string | null = null,
): Promise<PlanReview> {
  assertAllowed(run.decision);
  const { approvable, loaded } = run;
  const { policy } = loaded;
  const earlier =
    against === null
      ? await newestEarlier(agent, policy, planFile, approvable)
      : await earlierNamed(agent, policy, planFile, against);
  const after = contentOf(agent, run);
  const files = differencesOf(earlier?.file.script ?? {}, after.script);
  const hidden = hiddenIn(after.script);
  return {
    plan: approvable.plan,
    environment: approvable.environment,
    state: await reviewStateOf(agent, run, planFile, author),
    load: after.load,
    against:
      earlier === null
        ? null
        : { sha256: earlier.hash, by: earlier.newest?.by ?? null, at: earlier.newest?.at ?? null },
    parts: earlier === null ? [] : nameChangedParts(earlier.file.approvable, approvable),
    changes: compareLoads(earlier?.file.load ?? null, after.load),
    files,
    hidden,
    checks: listChecks({ load: after.load, plan: loaded.plan, decision: run.decision, hiddenLines: hidden.length }),
  };
}

async function earlierNamed(
  agent: Reviewer,
  policy: Policy,
  planFile: string,
  against: string,
): Promise<EarlierApproval> {
  if (/^[0-9a-f]{6,64}$/u.test(against)) {
    const found = (await approvalHashes(agent, policy, planFile)).filter((hash) => hash.startsWith(against));
    const [hash, ...more] = found;
    if (more.length > 0)
      throw PerfAgentError.of("PA_USAGE", `--against ${against}: ${found.length} approvals begin so`);
    if (hash !== undefined) return readEarlier(agent, policy, approvalPath(agent, policy, planFile, hash));
  }
  return readEarlier(agent, policy, against);
}

type Script = ApprovedContent["script"];

function differencesOf(before: Script, after: Script): FileDifference[] {
  const differences: FileDifference[] = [];
  for (const path of Object.keys({ ...before, ...after }).toSorted(byProfile)) {
    const [old, now] = [before[path], after[path]];
    if (JSON.stringify(old) === JSON.stringify(now)) continue;
    const change = old === undefined ? "added" : now === undefined ? "removed" : "changed";
    // A smaller load's script is all but the full one, of which a reviewer has read every line already.
    const beside = old === undefined ? after[path.replace(/^[^/]+/u, "full")] : old;
    differences.push({ path, change, lines: linesOf(textOf(beside === now ? undefined : beside), textOf(now)) });
  }
  return differences;
}

/** The whole load first: scripts of the others are shown against it. */
function byProfile(one: string, other: string): number {
  return rankOf(one) - rankOf(other) || (one < other ? -1 : 1);
}

function rankOf(path: string): number {
  return profiles.findIndex((profile) => path.startsWith(`${profile}/`));
}

function linesOf(before: string, after: string): readonly DiffLine[] {
  return diffLines(before, after).map(({ kind, text }) => ({ kind, text: showHiddenCharacters(text) }));
}

function textOf(entry: Script[string] | undefined): string {
  return entry !== undefined && "text" in entry ? entry.text : "";
}

function hiddenIn(script: Script): PlanReview["hidden"] {
  return Object.entries(script).flatMap(([path, entry]) =>
    textOf(entry)
      .split("\n")
      .flatMap((line, index) => {
        const text = showHiddenCharacters(line);
        return text === line ? [] : [{ path, line: index + 1, text }];
      }),
  );
}
