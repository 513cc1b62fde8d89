import type { DocumentNode } from "../document-reader.ts";
import type { Complaints } from "./node-fields.ts";
import { WordProblem } from "./word-problem.ts";

/** The result of `parse`; null, with a complaint at the node, where a word does not fit. */
export function attempt<T>(node: DocumentNode, complaints: Complaints, parse: () => T): T | null {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof WordProblem)) throw error;
    complaints.refuse(node.place, error.message);
    return null;
  }
}
