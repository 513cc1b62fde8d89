import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSqliteStore, type Store } from "../../src/adapters/sql/open-sqlite-store.ts";

/** One part of a store in a new file, seen by two connections, as two processes see it. */
export async function twoSqliteStores<T>(
  part: (store: Store) => T,
): Promise<{ first: T; second: T; close(): Promise<void> }> {
  const directory = await mkdtemp(join(tmpdir(), "store-"));
  const path = join(directory, "store.sqlite");
  const [first, second] = [await openSqliteStore(path), await openSqliteStore(path)];
  return {
    first: part(first),
    second: part(second),
    async close() {
      await first.close();
      await second.close();
      await rm(directory, { recursive: true });
    },
  };
}
