import type { DocumentNode } from "./document-reader.ts";

/** The value of a field of a map; undefined where there is none. */
export function child(node: DocumentNode | undefined, name: string): DocumentNode | undefined {
  return node?.kind === "map" ? node.entries.find(({ key }) => key === name)?.node : undefined;
}

/** The values of a map, whatever their names. */
export function children(node: DocumentNode | undefined): DocumentNode[] {
  return node?.kind === "map" ? node.entries.map((entry) => entry.node) : [];
}
