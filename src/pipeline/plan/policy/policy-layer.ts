import type { PolicyLayer } from "./read-policy.ts";

/** One policy file. `trusted`: the machine's, or a project's that somebody trusted on this machine. */
export interface PolicySource {
  layer: "machine" | "project";
  text: string;
  file: string;
  sha256: string;
  trusted: boolean;
}

/** A file with what it says. */
export interface ReadLayer {
  readonly source: PolicySource;
  readonly policy: PolicyLayer;
}
