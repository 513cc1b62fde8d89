import { createHash } from "node:crypto";
import { join } from "node:path";
import type { ApprovalSigner } from "../../ports/approval-signer.ts";
import { ed25519Signer } from "./ed25519-signer.ts";

/**
 * A key of each person, in `<directory>/<SHA-256 of the name>.pem`, made when they first approve something: two keys are two people. What
 * a name is made of has no say in where its file is. Throws as `ed25519Signer` does.
 */
export function personSigners(directory: string): (name: string) => ApprovalSigner {
  const signers = new Map<string, ApprovalSigner>();
  return (name) => {
    const known = signers.get(name);
    if (known !== undefined) return known;
    const digest = createHash("sha256").update(name, "utf8").digest("hex");
    const signer = ed25519Signer(join(directory, `${digest}.pem`));
    signers.set(name, signer);
    return signer;
  };
}
