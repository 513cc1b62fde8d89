import { canonicalJson } from "../../contract/canonical-json.ts";
import type { Documents } from "../../ports/documents.ts";

/**
 * The id of a plan on the shelf: its name, and digits of a digest of all that was handed in and of what it became. The same plan handed
 * in again is the same plan, with its approvals and rejections; any change makes another.
 */
export function planIdOf(
  documents: Pick<Documents, "sha256">,
  plan: {
    readonly name: string;
    readonly hash: string;
    readonly environment: string;
    readonly overrides: readonly string[];
    readonly files: ReadonlyMap<string, Uint8Array>;
  },
): string {
  const { name, hash, environment, overrides } = plan;
  const files = Object.fromEntries([...plan.files].map(([path, bytes]) => [path, documents.sha256(bytes)]));
  const digest = documents.sha256(canonicalJson({ hash, environment, overrides, files }));
  const slug = name
    .toLowerCase()
    .slice(0, 200)
    .replaceAll(/[^a-z0-9]+/gu, "-")
    .slice(0, 40)
    .replaceAll(/^-|-$/gu, "");
  return `${slug === "" ? "plan" : slug}-${digest.slice(0, 16)}`;
}
