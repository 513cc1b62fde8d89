/** Reads what users hand in and writes what they asked for, outside of run folders. */
export interface Documents {
  /** null when there is no such file. Throws PA_FILE_UNREADABLE for anything else. */
  readBytes(path: string): Promise<Uint8Array | null>;
  /** Atomic. Throws PA_WRITE_FAILED; PA_FILE_EXISTS unless `overwrite`. */
  write(path: string, content: string | Uint8Array, options: { overwrite: boolean; private?: boolean }): Promise<void>;
  /**
   * Writes what somebody sends to a file that is not there yet, for our eyes only, piece by piece as it comes. Throws PA_UPLOAD_TOO_LARGE as
   * soon as it is more than `mostBytes`, or unpacks (gzip) to more than `mostUnpackedBytes`, and PA_WRITE_FAILED; nothing is left then.
   */
  receive(
    path: string,
    chunks: AsyncIterable<Uint8Array>,
    limits: { readonly mostBytes: number; readonly mostUnpackedBytes: number },
  ): Promise<{ readonly bytes: number; readonly unpackedBytes: number }>;
  /** Removes a file or a folder with everything in it; nothing happens when there is none. */
  remove(path: string): Promise<void>;
  /** Lower-case hexadecimal SHA-256. */
  sha256(content: string | Uint8Array): string;
  /** Path of `relative` seen from the folder of `file`. */
  beside(file: string, relative: string): string;
  /**
   * A file of the folder of `file` or below it; null when there is none. Throws PA_GUARD_FILE when it lies elsewhere, by its path or
   * by a symbolic link, or is no regular file.
   */
  readInside(file: string, relative: string): Promise<Uint8Array | null>;
  /** Paths of regular files below a folder, relative, forward slashes, sorted; [] when there is no such folder. Throws PA_GUARD_FILE for links. */
  listFiles(directory: string): Promise<readonly string[]>;
}
