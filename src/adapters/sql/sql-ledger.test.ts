import { twoSqliteStores } from "../../../test/support/two-sqlite-stores.ts";
import { ledgerContract } from "../../ports/ledger.contract.ts";

ledgerContract(() => twoSqliteStores(({ ledger }) => ledger));
