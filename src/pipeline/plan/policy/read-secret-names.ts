import type { DocumentNode } from "../document-reader.ts";
import type { Complaints } from "../objectives/node-fields.ts";
import { textsOf } from "./policy-values.ts";

/** `secrets`: names of environment variables. `[]` says that there are none; null: the file says nothing. */
export function readSecretNames(root: DocumentNode, complaints: Complaints): readonly string[] | null {
  if (root.kind !== "map" || !root.entries.some(({ key }) => key === "secrets")) return null;
  const names = textsOf(root, "secrets", complaints);
  for (const { text, place } of names) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/u.test(text))
      complaints.refuse(place, `"${text}" is no name of an environment variable: write letters, digits and _`);
  }
  return [...new Set(names.map(({ text }) => text))];
}
