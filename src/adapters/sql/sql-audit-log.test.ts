import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auditLogContract } from "../../ports/audit-log.contract.ts";
import { openSqliteStore } from "./open-sqlite-store.ts";

auditLogContract(async () => {
  const directory = await mkdtemp(join(tmpdir(), "audit-"));
  const path = join(directory, "store.sqlite");
  const [first, second] = [await openSqliteStore(path), await openSqliteStore(path)];
  return {
    first: first.audit,
    second: second.audit,
    async close() {
      await first.close();
      await second.close();
      await rm(directory, { recursive: true });
    },
  };
});
