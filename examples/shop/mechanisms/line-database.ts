import { DatabaseSync, type StatementSync } from "node:sqlite";

export interface Line {
  readonly product: number;
  readonly quantity: number;
  readonly note: string;
}

const owners = 100;
const linesPerOwner = 20;
/** Rows that belong to somebody; what the table without an index has beyond them belongs to nobody and is only in the way. */
const ownedRows = owners * linesPerOwner;

const query = (table: string): string => `SELECT product, quantity, note FROM ${table} WHERE owner = ?`;

/** The one query of the services in a real database in memory: by an index, or over a table of the wanted length that has none. Both find the same lines. */
export class LineDatabase {
  readonly #database = new DatabaseSync(":memory:");
  readonly #indexed: StatementSync;
  readonly #scanned: StatementSync;
  #unindexedRows = 0;
  #queries = 0;
  #rowsScanned = 0;

  constructor() {
    for (const table of ["lines", "lines_without_index"]) {
      this.#database.exec(
        `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, owner INTEGER, product INTEGER, quantity INTEGER, note TEXT)`,
      );
    }
    this.#fill("lines", 1, ownedRows);
    this.#database.exec("CREATE INDEX lines_by_owner ON lines (owner)");
    this.#indexed = this.#database.prepare(query("lines"));
    this.#scanned = this.#database.prepare(query("lines_without_index"));
  }

  /** Queries so far, and the rows that queries without an index read. */
  get seen(): { readonly queries: number; readonly rowsScanned: number } {
    return { queries: this.#queries, rowsScanned: this.#rowsScanned };
  }

  /** The lines of one of many. `scannedRows`: the length of the table without an index, at least 2,000; null: by the index. */
  linesOf(key: number, scannedRows: number | null): readonly Line[] {
    this.#queries += 1;
    if (scannedRows !== null) this.#setLength(Math.max(ownedRows, Math.round(scannedRows)));
    this.#rowsScanned += scannedRows === null ? 0 : this.#unindexedRows;
    const statement = scannedRows === null ? this.#indexed : this.#scanned;
    return statement.all(key % owners).map(({ product, quantity, note }) => ({
      product: Number(product),
      quantity: Number(quantity),
      note: String(note),
    }));
  }

  /** How the database goes about the query, in its own words. */
  planOf(way: "indexed" | "scanned"): string {
    const table = way === "indexed" ? "lines" : "lines_without_index";
    return String(this.#database.prepare(`EXPLAIN QUERY PLAN ${query(table)}`).get(1)?.["detail"]);
  }

  /** Idempotent. */
  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #setLength(rows: number): void {
    if (rows > this.#unindexedRows) this.#fill("lines_without_index", this.#unindexedRows + 1, rows);
    else if (rows < this.#unindexedRows) {
      this.#database.prepare("DELETE FROM lines_without_index WHERE id > ?").run(rows);
    }
    this.#unindexedRows = rows;
  }

  #fill(table: string, from: number, to: number): void {
    this.#database
      .prepare(
        `WITH RECURSIVE counter (id) AS (VALUES (?) UNION ALL SELECT id + 1 FROM counter WHERE id < ?)
         INSERT INTO ${table} (id, owner, product, quantity, note)
         SELECT id, CASE WHEN id <= ${ownedRows} THEN id % ${owners} END, 1 + id % 120, 1 + id % 3, 'line ' || id || ' as the customer wrote it' FROM counter`,
      )
      .run(BigInt(from), BigInt(to));
  }
}
