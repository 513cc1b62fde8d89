export type SortValue = number | string | null;

/** Sorted by value, nulls and NaN last whichever way, equal ones in the order they had. Texts as people order them: `run 9` before `run 10`. */
export function sortRows<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => SortValue,
  descending: boolean,
): readonly Row[] {
  const keyed = rows.map((row) => ({ row, value: absent(valueOf(row)) }));
  const direction = descending ? -1 : 1;
  return keyed
    .toSorted((a, b) => {
      if (a.value === null || b.value === null) return Number(a.value === null) - Number(b.value === null);
      return direction * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

function compare(a: number | string, b: number | string): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return collator.compare(String(a), String(b));
}

function absent(value: SortValue): SortValue {
  return typeof value === "number" && Number.isNaN(value) ? null : value;
}

/** Rows from `first` to before `end` are in sight of a list that scrolls, with some to spare on both sides. */
export function rowsInSight(
  count: number,
  { scrollTop, height, rowHeight }: { readonly scrollTop: number; readonly height: number; readonly rowHeight: number },
): { readonly first: number; readonly end: number } {
  const spare = 10;
  const first = Math.max(0, Math.min(count, Math.floor(scrollTop / rowHeight) - spare));
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + spare);
  return { first, end: Math.max(first, end) };
}
