import type { DocumentNode, Place } from "./document-reader.ts";

/** The value of a field of a map; undefined where there is none. */
export function child(node: DocumentNode | undefined, name: string): DocumentNode | undefined {
  return node?.kind === "map" ? node.entries.find(({ key }) => key === name)?.node : undefined;
}

/** The values of a map, whatever their names. */
export function children(node: DocumentNode | undefined): DocumentNode[] {
  return node?.kind === "map" ? node.entries.map((entry) => entry.node) : [];
}

export function emptyMap(place: Place): DocumentNode {
  return { kind: "map", entries: [], place };
}

/** Places of everything inside of a node, names of fields too. */
export function placesIn(node: DocumentNode): Place[] {
  if (node.kind === "scalar") return [node.place];
  if (node.kind === "list") return [node.place, ...node.items.flatMap(placesIn)];
  return [node.place, ...node.entries.flatMap((entry) => [entry.keyPlace, ...placesIn(entry.node)])];
}
