import type { DocumentNode } from "../document-reader.ts";
import { fieldOf, numberOf, textOf, type Complaints } from "../objectives/node-fields.ts";
import { parseDuration } from "../units.ts";
import { sectionOf, textsOf, valueOf } from "./policy-values.ts";

/** What one file says about reviews; null where it says nothing. */
export interface ReviewLayer {
  readonly selfApprove: readonly string[] | null;
  readonly approvals: ReadonlyMap<string, number>;
  readonly directory: string | null;
  readonly keys: ReadonlyMap<string, string> | null;
  readonly expireMs: number | null;
}

/** `ed25519:` and the public key in its SPKI form (RFC 8410), whose first twelve bytes are the same for all. */
const publicKey = /^ed25519:MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/;

export function readReview(root: DocumentNode, complaints: Complaints): ReviewLayer {
  sectionOf(root, "review", ["selfApprove", "approvals", "files", "keys", "expire"], complaints);
  const review = fieldOf(root, "review");
  const approvals = sectionOf(review, "approvals", null, complaints).map(({ key, node }) => {
    const count = numberOf(node);
    const valid = count !== undefined && Number.isInteger(count) && count >= 0;
    if (!valid) complaints.refuse(node.place, `"${textOf(node) ?? "…"}" is no number of approvals`);
    return [key, valid ? count : 0] as const;
  });
  const selfApprove = textsOf(review, "selfApprove", complaints).map(({ text }) => text);
  return {
    // `selfApprove: []` and `keys: {}` say that nobody counts.
    selfApprove: says(review, "selfApprove") ? selfApprove : null,
    approvals: new Map(approvals),
    directory: textOf(fieldOf(review, "files")) ?? null,
    keys: says(review, "keys") ? readKeys(review, complaints) : null,
    expireMs: valueOf(fieldOf(review, "expire"), parseAge, "a time above 0 such as 30d or 12h", complaints),
  };
}

function says(review: DocumentNode | undefined, name: string): boolean {
  return review?.kind === "map" && review.entries.some(({ key }) => key === name);
}

/** Each key once: with two names one person could give two approvals. */
function readKeys(review: DocumentNode | undefined, complaints: Complaints): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { key: name, node } of sectionOf(review, "keys", null, complaints)) {
    const key = textOf(node) ?? "";
    const other = [...keys].find(([, known]) => known === key)?.[0];
    if (!publicKey.test(key))
      complaints.refuse(
        node.place,
        `the key of "${name}" is no public key: write ed25519:BASE64 as \`perf-agent keys\` prints it`,
      );
    else if (other !== undefined)
      complaints.refuse(
        node.place,
        `the key of "${name}" is that of "${other}" already: one key speaks for one person`,
      );
    else keys.set(name, key);
  }
  return keys;
}

/** A duration that may count days: `30d`, `12h`. */
function parseAge(text: string): number | null {
  const days = /^(\d{1,5})d$/.exec(text)?.[1];
  const ms = days === undefined ? parseDuration(text) : Number(days) * 86_400_000;
  return ms === 0 ? null : ms;
}
