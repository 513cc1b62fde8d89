import { twoSqliteStores } from "../../../test/support/two-sqlite-stores.ts";
import { answerBookContract } from "../../ports/answer-book.contract.ts";

answerBookContract(() => twoSqliteStores(({ answers }) => answers));
