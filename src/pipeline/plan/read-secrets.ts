import { planFields } from "../../contract/plan-document.ts";
import type { TestPlan } from "../../contract/test-plan.ts";
import type { DocumentNode } from "./document-reader.ts";
import type { Notes } from "./notes.ts";
import { checkPlainName, Fields, invalid, readEntries, readLine, readText } from "./read-values.ts";

/** Reads `secrets`: references only, as a value never stands in a plan. */
export function readSecrets(notes: Notes, node: DocumentNode | undefined): TestPlan["secrets"] {
  return (node === undefined ? [] : readEntries(notes, node, "`secrets`")).flatMap(
    ({ key: name, keyPlace, node: value }): TestPlan["secrets"] => {
      checkPlainName(notes, keyPlace, "a secret", name);
      if (value.kind !== "map") {
        invalid(
          notes,
          { ...value, ...(value.kind === "scalar" ? { source: "***" } : {}) },
          `secret "${name}"`,
          "a reference, { env: NAME } or { file: PATH }; a value never stands in a plan",
        );
        return [];
      }
      const fields = new Fields(notes, value, `secret "${name}"`, planFields.secret);
      const env = fields.read("env", readVariableName);
      const file = fields.read("file", readLine);
      if (env !== undefined && file === undefined) return [{ name, source: { env } }];
      if (file !== undefined && env === undefined) return [{ name, source: { file } }];
      if (fields.has("env") !== fields.has("file")) return [];
      notes.mistake(
        env === undefined ? "PA_PLAN_MISSING_FIELD" : "PA_PLAN_INVALID_VALUE",
        value.place,
        `secret "${name}" must have exactly one of \`env\` and \`file\``,
      );
      return [];
    },
  );
}

function readVariableName(notes: Notes, node: DocumentNode, what: string): string | undefined {
  const name = readText(notes, node, what);
  if (name === undefined || /^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  return invalid(notes, node, what, "the name of an environment variable: letters, digits and _");
}
