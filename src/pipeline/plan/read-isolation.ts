import { planFields } from "../../contract/plan-document.ts";
import type { Endpoint, TestPlan } from "../../contract/test-plan.ts";
import type { DocumentNode } from "./document-reader.ts";
import type { Notes } from "./notes.ts";
import { mergeHeaders } from "./read-pairs.ts";
import { Fields, readTemplate, readText } from "./read-values.ts";

const kinds = ["header", "tenant", "prefix"] as const;

/** Reads how test data are kept apart: by a header on everything that writes, by a tenant or by a prefix of names. */
export function readIsolation(notes: Notes, node: DocumentNode | undefined): TestPlan["isolation"] {
  if (node === undefined) return null;
  const fields = new Fields(notes, node, "`isolation`", planFields.isolation);
  const [kind, second] = kinds.filter((one) => fields.has(one));
  if (kind === undefined || second !== undefined) {
    if (node.kind === "map")
      notes.mistake(
        kind === undefined ? "PA_PLAN_MISSING_FIELD" : "PA_PLAN_INVALID_VALUE",
        node.place,
        `\`isolation\` must have exactly one of ${kinds.map((one) => `\`${one}\``).join(", ")}`,
      );
    return null;
  }
  const inner = fields.node(kind);
  if (kind !== "header" || inner === undefined) {
    const value = fields.read(kind, readTemplate) ?? [];
    return kind === "prefix" ? { kind, value } : { kind: "tenant", value };
  }
  const header = new Fields(notes, inner, "`header` of `isolation`", ["name", "value"]);
  const name = header.need("name", readText, "write the header's name") ?? "";
  return { kind, name, value: header.need("value", readTemplate, 'write its value, such as "perf-{run.id}"') ?? [] };
}

/**
 * An endpoint of the target with the isolation header, which replaces one of its own of the same name. Reads and log-ins carry
 * it too: they must see what the test wrote. Other hosts (`at`) do not.
 */
export function isolate(endpoint: Endpoint, isolation: TestPlan["isolation"]): Endpoint {
  if (isolation?.kind !== "header" || endpoint.at !== null) return endpoint;
  return { ...endpoint, headers: mergeHeaders(endpoint.headers, [[isolation.name, isolation.value]]) };
}
