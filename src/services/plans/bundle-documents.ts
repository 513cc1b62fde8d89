import type { Documents } from "../../ports/documents.ts";

/** Documents in which the files of a plan stand in its folder though nothing was written yet: what is refused leaves no trace. */
export function bundleDocuments(base: Documents, planFile: string, files: ReadonlyMap<string, Uint8Array>): Documents {
  const held = new Map([...files].map(([path, bytes]) => [base.beside(planFile, path), bytes] as const));
  return {
    ...base,
    readBytes: async (path) => held.get(path) ?? (await base.readBytes(path)),
    // Whatever is no file of the plan is not there: the disk is not asked.
    readInside: (file, relative) => Promise.resolve(held.get(base.beside(file, relative)) ?? null),
  };
}
