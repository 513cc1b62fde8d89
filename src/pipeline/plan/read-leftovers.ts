import { planFields } from "../../contract/plan-document.ts";
import type { Endpoint, TestPlan } from "../../contract/test-plan.ts";
import type { DocumentNode } from "./document-reader.ts";
import type { Notes } from "./notes.ts";
import { checkJsonPath } from "./read-expect.ts";
import { checkName, Fields, readText } from "./read-values.ts";

/** Reads `leftovers`: the endpoint that counts what clean-up left, and where its answer has the number. A check never writes. */
export function readLeftovers(
  notes: Notes,
  node: DocumentNode | undefined,
  endpoints: readonly Endpoint[],
): TestPlan["leftovers"] {
  if (node === undefined) return null;
  const fields = new Fields(notes, node, "`leftovers`", planFields.leftovers);
  const name = fields.need("endpoint", readText, "name the endpoint that counts what is left");
  const count = fields.need("count", readText, "write the JSONPath of the number in its answer, such as $.total");
  if (count !== undefined) checkJsonPath(notes, count, fields.node("count")?.place ?? fields.place, "`leftovers`");
  if (name === undefined) {
    notes.usesAreUncertain = true;
    return null;
  }
  const place = fields.node("endpoint")?.place ?? fields.place;
  const names = endpoints.map((endpoint) => endpoint.name);
  if (checkName(notes, place, "`leftovers` uses endpoint", name, names)) {
    if (endpoints.some((endpoint) => endpoint.name === name && endpoint.writes))
      notes.mistake(
        "PA_PLAN_INVALID_VALUE",
        place,
        `\`leftovers\` uses endpoint "${name}", which writes; a check must only read (if it does, write \`writes: false\` on the endpoint)`,
      );
  }
  return count === undefined ? null : { endpoint: name, count };
}
