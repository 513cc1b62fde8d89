import type { Approval } from "../../contract/approval.ts";
import type { ErrorCode } from "../../contract/errors.ts";
import { formatCount, formatDuration, formatStamp } from "../../contract/format-quantity.ts";
import type { Policy } from "../../contract/policy.ts";

/** An approval that counts. */
export interface CountingApproval {
  /** The name under which the policy lists the key; what the approver typed where it is a key of our own, which no policy lists. */
  readonly by: string;
  readonly at: string;
  readonly comment: string | null;
  readonly key: string;
  /** Epoch ms at which it expires. */
  readonly until: number;
}

export interface JudgedApprovals {
  /** How many keys must approve. */
  readonly wanted: number;
  /** One a key, the newest; oldest first. */
  readonly counting: readonly CountingApproval[];
  /** Why each other one does not count, a sentence each. None of a key of which another approval counts. */
  readonly refused: readonly { readonly code: ErrorCode; readonly text: string }[];
}

/** Clocks of two machines may differ by this much. */
const clockSlackMs = 5 * 60_000;

/** Who handed a plan in: approving it is for others. */
export interface PlanAuthor {
  readonly name: string;
  readonly key: string;
}

/**
 * Which approvals of a script count. `signed` tells whether the signature is that of the key named, over these very bytes. Where the
 * policy lists keys, only those count: consent of somebody else cannot be had by asking this machine. Where no layer speaks of keys,
 * our own (`ownKeys`: this machine's, or those of the service's users) count. What the `author` signed never does, under any name;
 * null: nobody else wrote the plan than whoever runs it. `now` in epoch ms.
 */
export function judgeApprovals(input: {
  readonly approvals: readonly (Approval & { readonly signed: boolean })[];
  readonly review: Policy["review"];
  readonly environment: string;
  readonly ownKeys: ReadonlySet<string>;
  readonly author: PlanAuthor | null;
  readonly now: number;
}): JudgedApprovals {
  const { review, environment } = input;
  // At least one: the way to none is self-approval, which has rules of its own.
  const wanted = Math.max(1, Object.hasOwn(review.approvals, environment) ? (review.approvals[environment] ?? 1) : 1);
  const newest = new Map<string, CountingApproval>();
  const refused: { key: string; code: ErrorCode; text: string }[] = [];
  for (const approval of input.approvals) {
    const judged = judge(approval, input);
    if ("code" in judged) refused.push({ key: approval.key, ...judged });
    else if (judged.until > (newest.get(judged.key)?.until ?? 0)) newest.set(judged.key, judged);
  }
  return {
    wanted,
    counting: [...newest.values()].toSorted((one, other) => one.until - other.until),
    refused: refused.filter(({ key }) => !newest.has(key)).map(({ code, text }) => ({ code, text })),
  };
}

function judge(
  approval: Approval & { readonly signed: boolean },
  { review, ownKeys, author, now }: Pick<Parameters<typeof judgeApprovals>[0], "review" | "ownKeys" | "author" | "now">,
): CountingApproval | { code: ErrorCode; text: string } {
  const { by, at, comment, key, signed } = approval;
  const what = `the approval by "${by.slice(0, 60)}" of ${formatStamp(at.slice(0, 40))}`;
  const invalid = (why: string): { code: ErrorCode; text: string } => ({
    code: "PA_APPROVAL_INVALID",
    text: `${what} ${why}`,
  });
  if (!signed) return invalid("was changed after it was signed, or is not signed by the key that it names");
  const listed = review.keys === null ? null : Object.entries(review.keys);
  const name = listed?.find(([, counts]) => counts === key)?.[0];
  if (listed !== null && name === undefined) {
    const names = listed.length === 0 ? "none" : `those of ${listed.map(([other]) => other).join(", ")}`;
    return invalid(`is signed by a key that the policy does not list (${shortKey(key)}); it lists ${names}`);
  }
  if (listed === null && !ownKeys.has(key)) {
    return invalid(
      `is signed on another machine (${shortKey(key)}), and the policy lists no keys, so that only this machine's own counts`,
    );
  }
  if (author !== null && (author.key === key || author.name === (name ?? by))) {
    return { code: "PA_APPROVAL_AUTHOR", text: `${what} is of the author of the plan, which others have to approve` };
  }
  const given = Date.parse(at);
  if (Number.isNaN(given) || new Date(given).toISOString() !== at) return invalid("has no valid time");
  if (given > now + clockSlackMs) return invalid("is dated in the future");
  const until = given + review.expireMs;
  if (until <= now) {
    return {
      code: "PA_APPROVAL_EXPIRED",
      text: `${what} expired at ${formatStamp(new Date(until).toISOString())}: the policy lets approvals hold for ${formatDays(review.expireMs)}`,
    };
  }
  return { by: name ?? by, at, comment, key, until };
}

function formatDays(ms: number): string {
  const days = ms / 86_400_000;
  return Number.isInteger(days) ? formatCount(days, "day") : formatDuration(ms);
}

/** Enough of a key to know it again. */
function shortKey(key: string): string {
  return `…${key.slice(-12)}`;
}
