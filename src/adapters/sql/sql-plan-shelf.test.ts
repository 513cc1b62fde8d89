import { twoSqliteStores } from "../../../test/support/two-sqlite-stores.ts";
import { planShelfContract } from "../../ports/plan-shelf.contract.ts";

planShelfContract(() => twoSqliteStores(({ shelf }) => shelf));
