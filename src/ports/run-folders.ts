import type { Window } from "../contract/window.ts";

/** A file written piece by piece; the promise of a write is its back pressure. */
export interface CompressedFile {
  write(chunk: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** The folder of one run: written file by file, each atomically, sealed by a manifest of SHA-256 digests. */
export interface RunFolder {
  readonly directory: string;
  /** Writes a whole file atomically (temporary name, then rename). Throws PA_WRITE_FAILED. */
  write(name: string, content: string | Uint8Array): Promise<void>;
  /** Appends encoded windows; what was appended survives a kill. */
  appendWindows(frames: Uint8Array): Promise<void>;
  /** Appends a line to a log of the folder. */
  appendLine(name: string, line: string): Promise<void>;
  /** Opens a file of the folder that is compressed (gzip) as it is written. Writes throw PA_WRITE_FAILED. */
  openCompressed(name: string): CompressedFile;
  /** Moves files that exist into a folder below, so that new ones of the same names begin empty. */
  setAside(names: readonly string[], below: string): Promise<void>;
  /** Removes the folder of a run that never began. */
  discard(): Promise<void>;
  read(name: string): Promise<string>;
  readBytes(name: string): Promise<Uint8Array>;
  /** At most `most` bytes of a file that grows, from byte `from` on. Empty where there is no such file, or nothing there yet. */
  readFrom(name: string, from: number, most: number): Promise<Uint8Array>;
  has(name: string): Promise<boolean>;
  readWindows(): Promise<readonly Window[]>;
  /** Writes `manifest.json` over all files but those of later analyses (`analyses/`). */
  seal(): Promise<void>;
  /** Throws PA_RUN_BUNDLE_DAMAGED naming each file that is missing, foreign or changed. */
  verify(): Promise<void>;
}

export interface RunFolders {
  /** Where the folders are, absolute. */
  readonly root: string;
  /** Creates `<root>/<runId>/` and points `latest` at it. */
  create(runId: string): Promise<RunFolder>;
  /** By run id, by path, or "latest". Throws PA_RUN_NOT_FOUND. */
  open(nameOrPath: string): Promise<RunFolder>;
  /** Run ids that have a folder, oldest first. */
  list(): Promise<readonly string[]>;
}
