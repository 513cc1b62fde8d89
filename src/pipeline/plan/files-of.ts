import { PerfAgentError } from "../../contract/errors.ts";
import { child, children } from "./document-children.ts";
import { readDocument, type DocumentNode } from "./document-reader.ts";
import { applyOverride, mergePatch } from "./merge-documents.ts";
import { Notes } from "./notes.ts";
import { innerPathProblem } from "./inner-path.ts";

/**
 * Relative paths of the data files and uploads that a plan names, in its overlays and overrides too, each once; none outside of
 * its folder. Empty when the text does not parse.
 */
export function filesOf(text: string, file: string, overrides: readonly string[] = []): string[] {
  const paths = new Set<string>();
  try {
    const { root } = readDocument(text, file);
    const notes = new Notes();
    const overlays = children(child(root, "overlays"));
    for (const variant of [root, ...overlays.map((overlay) => mergePatch(root, overlay))]) {
      const node = overrides.reduce((plan, override) => applyOverride(notes, plan, override), variant);
      for (const set of children(child(node, "data"))) collect(child(set, "file"), paths);
      for (const endpoint of children(child(node, "endpoints")))
        for (const part of children(child(endpoint, "multipart"))) collect(child(part, "file"), paths);
    }
  } catch (error) {
    if (!(error instanceof PerfAgentError)) throw error;
    return [];
  }
  return [...paths];
}

function collect(node: DocumentNode | undefined, paths: Set<string>): void {
  if (node?.kind !== "scalar" || node.value === null) return;
  const path = typeof node.value === "string" ? node.value : node.source;
  if (innerPathProblem(path) === null) paths.add(path);
}
