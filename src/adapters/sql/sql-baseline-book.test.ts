import { twoSqliteStores } from "../../../test/support/two-sqlite-stores.ts";
import { baselineBookContract } from "../../ports/baseline-book.contract.ts";

baselineBookContract(() => twoSqliteStores(({ book }) => book));
