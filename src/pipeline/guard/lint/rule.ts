import type { ParsedScript, Problem } from "./parse-script.ts";

/** What rules know beside the script itself. */
export interface ScriptSurroundings {
  /** Every file of the bundle, scripts and others. */
  readonly files: ReadonlySet<string>;
  /** Folder of the bundle's entry, "" at its top: `open` starts there in k6, whichever file calls it. */
  readonly entryFolder: string;
  /** Scripts of the bundle that are byte for byte what the plan generates. */
  readonly generatedFiles: ReadonlySet<string>;
  /** Texts that the generated script at the same path has, URLs of other hosts in test data among them. */
  readonly generatedTexts: ReadonlySet<string>;
  readonly secretNames: ReadonlySet<string>;
  /** "host:port" of everything that the plan may reach, in lower case. */
  readonly authorities: ReadonlySet<string>;
  /** Names of production, in lower case, without wildcard and trailing dot. */
  readonly productionNames: readonly string[];
}

/** One thing that scripts may not do. */
export type Rule = (script: ParsedScript, surroundings: ScriptSurroundings) => Problem[];

/** A path that a file of the bundle names, seen from the bundle's top; null when it leaves the bundle. */
export function resolvePath(folder: string, path: string): string | null {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join("/");
}

/** The folder of a file, "" at the bundle's top. */
export function folderOf(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}
