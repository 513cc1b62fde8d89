import { z } from "zod";
import { planDocumentSchema } from "../../contract/plan-document.ts";

let made: Readonly<Record<string, unknown>> | null = null;

/** JSON Schema (2020-12) of a plan as typed, for editors; the same as docs/formats/plan.schema.json. */
export function planSchema(): Readonly<Record<string, unknown>> {
  made ??= {
    title: "A test plan as typed",
    ...z.toJSONSchema(planDocumentSchema, { io: "input", unrepresentable: "any" }),
  };
  return made;
}
