/** Reads what users hand in and writes what they asked for, outside of run folders. */
export interface Documents {
  /** null when there is no such file. Throws PA_FILE_UNREADABLE for anything else. */
  readBytes(path: string): Promise<Uint8Array | null>;
  /** Atomic. Throws PA_WRITE_FAILED; PA_FILE_EXISTS unless `overwrite`. */
  write(path: string, content: string | Uint8Array, options: { overwrite: boolean; private?: boolean }): Promise<void>;
  /** Lower-case hexadecimal SHA-256. */
  sha256(content: string | Uint8Array): string;
  /** Path of `relative` seen from the folder of `file`. */
  beside(file: string, relative: string): string;
}
