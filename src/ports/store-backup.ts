/** Copies of the store of runs, made while other processes use it. */
export interface StoreBackup {
  /**
   * Writes what the store held at one moment into a file that is a store itself; it is whole when it is there. `file` is absolute.
   * Throws PA_STORE_MISSING where there is no store yet, PA_FILE_EXISTS unless `overwrite`, PA_STORE_CORRUPT where the copy is damaged as the
   * store is, PA_STORE_LOCKED, PA_WRITE_FAILED.
   */
  write(file: string, options: { readonly overwrite: boolean }): Promise<{ readonly bytes: number }>;
}
