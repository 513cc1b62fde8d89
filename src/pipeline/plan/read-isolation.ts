import { planFields } from "../../contract/plan-document.ts";
import type { Endpoint, Template, TestPlan } from "../../contract/test-plan.ts";
import type { DocumentNode } from "./document-reader.ts";
import type { Notes } from "./notes.ts";
import { refsOf } from "./parse-template.ts";
import { isHeaderName, mergeHeaders } from "./read-pairs.ts";
import { Fields, invalid, readLine, readTemplate, readText } from "./read-values.ts";

const kinds = ["header", "tenant", "prefix"] as const;

/**
 * Reads how test data are kept apart: by a header on everything that writes, by a tenant or by a prefix of names. The value is
 * what the variable `isolation` stands for.
 */
export function readIsolation(notes: Notes, node: DocumentNode | undefined): TestPlan["isolation"] {
  if (node === undefined) return null;
  const fields = new Fields(notes, node, "`isolation`", planFields.isolation);
  const [kind, second] = kinds.filter((one) => fields.has(one));
  if (kind === undefined || second !== undefined) {
    notes.isolationIsUncertain = true;
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
    const value = fields.read(kind, readConstant) ?? [];
    return kind === "prefix" ? { kind, value } : { kind: "tenant", value };
  }
  const header = new Fields(notes, inner, "`header` of `isolation`", ["name", "value"]);
  const name = header.need("name", readHeaderName, "write the header's name") ?? "";
  return { kind, name, value: header.need("value", readConstant, 'write its value, such as "perf-{run.id}"') ?? [] };
}

function readHeaderName(notes: Notes, node: DocumentNode, what: string): string | undefined {
  const name = readText(notes, node, what);
  if (name === undefined || isHeaderName(name)) return name;
  return invalid(notes, node, what, "the name of a header: letters, digits and -");
}

/** A template that gives the same text all through the run: clean-up has to find what any iteration wrote. */
function readConstant(notes: Notes, node: DocumentNode, what: string): Template | undefined {
  const value = readLine(notes, node, what) === undefined ? undefined : readTemplate(notes, node, what);
  if (value === undefined) return undefined;
  if (value.length === 0) return invalid(notes, node, what, 'a text, such as "perf-{run.id}"');
  const varying = refsOf(value).find((ref) => ref !== "run.id" && !ref.startsWith("secrets."));
  if (varying === undefined) return value;
  notes.mistake(
    "PA_PLAN_INVALID_VALUE",
    node.place,
    `${what} uses {${varying}}, but must be the same for the whole run, so that clean-up finds what was written; {run.id} and {secrets.NAME} are`,
  );
  return undefined;
}

/**
 * An endpoint of the target with the isolation header, which replaces one of its own of the same name. Reads and log-ins carry
 * it too: they must see what the test wrote. Other hosts (`at`) do not.
 */
export function isolate(endpoint: Endpoint, isolation: TestPlan["isolation"]): Endpoint {
  if (isolation?.kind !== "header" || endpoint.at !== null) return endpoint;
  return { ...endpoint, headers: mergeHeaders(endpoint.headers, [[isolation.name, isolation.value]]) };
}
