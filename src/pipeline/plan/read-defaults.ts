import { planFields } from "../../contract/plan-document.ts";
import type { Template, TestPlan } from "../../contract/test-plan.ts";
import type { DocumentNode, Place } from "./document-reader.ts";
import type { Notes } from "./notes.ts";
import { mostRedirects } from "./read-endpoint.ts";
import { readHeaders } from "./read-pairs.ts";
import { Fields, readLasting, readOneOf, readText, readWhole } from "./read-values.ts";

const defaultTimeoutMs = 30_000;

/** What every endpoint has that does not say otherwise. */
export interface ReadDefaults {
  readonly headers: [string, Template][];
  readonly timeoutMs: number;
  readonly redirects: number;
  readonly connections: TestPlan["connections"];
  readonly auth: string | null;
  readonly authPlace: Place | undefined;
}

/** Reads `defaults`. */
export function readDefaults(notes: Notes, node: DocumentNode): ReadDefaults {
  const fields = new Fields(notes, node, "`defaults`", planFields.defaults);
  const auth = fields.read("auth", readText);
  return {
    headers: readHeaders(notes, fields.node("headers"), "`headers` of `defaults`"),
    timeoutMs: fields.read("timeout", readLasting) ?? defaultTimeoutMs,
    redirects: fields.read("redirects", readWhole(0, mostRedirects)) ?? 0,
    connections: fields.read("connections", readOneOf(["keep", "per-iteration"])) ?? "keep",
    auth: auth === undefined || auth === "none" ? null : auth,
    authPlace: fields.node("auth")?.place,
  };
}
