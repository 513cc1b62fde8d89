import { twoSqliteStores } from "../../../test/support/two-sqlite-stores.ts";
import { tokenBookContract } from "../../ports/token-book.contract.ts";

tokenBookContract(() => twoSqliteStores(({ tokens }) => tokens));
