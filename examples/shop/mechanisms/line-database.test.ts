import { expect, it } from "vitest";
import { LineDatabase } from "./line-database.ts";

it("searches by the index, and scans the table that has none", () => {
  const database = new LineDatabase();
  expect(database.planOf("indexed")).toMatch(/^SEARCH lines USING INDEX/);
  expect(database.planOf("scanned")).toMatch(/^SCAN lines_without_index/);
  database.close();
});

it("finds the same lines whichever way it goes, and however long the table is", () => {
  const database = new LineDatabase();
  const lines = database.linesOf(7, null);
  expect(lines).toHaveLength(20);
  expect(lines[0]).toEqual({ product: 8, quantity: 2, note: "line 7 as the customer wrote it" });
  for (const rows of [5000, 9000, 3000, 10]) expect(database.linesOf(7, rows)).toEqual(lines);
  // A table is never shorter than the lines that belong to somebody.
  expect(database.seen).toEqual({ queries: 5, rowsScanned: 5000 + 9000 + 3000 + 2000 });
  database.close();
});
