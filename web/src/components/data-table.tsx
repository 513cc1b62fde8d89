import { Checkbox } from "@mantine/core";
import { memo, useLayoutEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { Link } from "wouter";
import classes from "./data-table.module.css";
import { rowsInSight, sortRows, type SortValue } from "./sort-rows.ts";
import { useIsPrinting } from "./use-is-printing.ts";

/** Methods, so that columns of one kind of row fit a table of any. */
export interface DataColumn<Row> {
  readonly key: string;
  readonly title: string;
  /** What the title means, for those who point at it. */
  readonly hint?: string;
  readonly align?: "left" | "right";
  readonly width?: number | string;
  cell(row: Row): ReactNode;
  /** Absent: the column does not sort. */
  sortBy?(row: Row): SortValue;
}

export interface SortOrder {
  readonly key: string;
  readonly descending: boolean;
}

export interface DataTableProps<Row> {
  /** A row that is the same object as before is not drawn again. */
  readonly rows: readonly Row[];
  /** A constant of the module, or memoised. */
  readonly columns: readonly DataColumn<Row>[];
  readonly rowKey: (row: Row) => string;
  /** What the table holds, for screen readers. */
  readonly caption: string;
  /** Absent: the order of `rows`. */
  readonly initialSort?: SortOrder;
  /** Pixels; beyond it the table scrolls by itself. */
  readonly maxHeight?: number;
  /** Where a row leads; its first cell is the link and the whole row can be pressed. */
  readonly href?: (row: Row) => string;
  /** In place of the table where there are no rows. */
  readonly empty?: ReactNode;
  /** Keys of chosen rows; with `onToggle` each row has a box to choose it by. */
  readonly selected?: ReadonlySet<string>;
  readonly onToggle?: (key: string) => void;
}

/** From here on only rows in sight are in the document. */
const mostRows = 120;
const rowHeight = 34;
const headHeight = 36;
const standardHeight = 620;

/** A table that sorts by pressing a title and stays quick with thousands of rows. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { rows, columns, rowKey, caption, initialSort, href, empty, selected, onToggle } = props;
  const [order, setOrder] = useState<SortOrder | null>(initialSort ?? null);
  const isPrinting = useIsPrinting();
  const isLong = rows.length > mostRows && !isPrinting;
  const maxHeight = props.maxHeight ?? (isLong ? standardHeight : undefined);
  const sorted = useMemo(() => inOrder(rows, columns, order), [rows, columns, order]);
  const sight = useSight(sorted.length, isLong);
  const hasChoice = selected !== undefined && onToggle !== undefined;

  if (rows.length === 0 && empty !== undefined) return <div className={classes.none}>{empty}</div>;
  const shown = sorted.slice(sight.first, sight.end);
  const width = columns.length + (hasChoice ? 1 : 0);
  return (
    <div
      ref={sight.box}
      className={classes.box}
      style={maxHeight === undefined || isPrinting ? undefined : { maxHeight, overflowY: "auto" }}
      // What scrolls by itself has to be reached by keys; a short table has nothing to scroll.
      {...(maxHeight === undefined ? {} : { tabIndex: 0, role: "region", "aria-label": caption })}
      onScroll={sight.onScroll}
    >
      <table className={classes.table} data-long={isLong} aria-rowcount={rows.length + 1}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr aria-rowindex={1}>
            {hasChoice && (
              <th scope="col" className={classes.choice}>
                <span className="unseen">Chosen</span>
              </th>
            )}
            {columns.map((column) => (
              <HeadCell key={column.key} column={column} order={order} onOrder={setOrder} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer rows={sight.first} width={width} />
          {shown.map((row, index) => {
            const key = rowKey(row);
            return (
              <TableRow
                key={key}
                id={key}
                row={row}
                columns={columns}
                index={sight.first + index + 2}
                href={href?.(row)}
                isSelected={selected?.has(key) ?? false}
                onToggle={hasChoice ? onToggle : undefined}
              />
            );
          })}
          <Spacer rows={sorted.length - sight.end} width={width} />
        </tbody>
      </table>
    </div>
  );
}

function inOrder<Row>(
  rows: readonly Row[],
  columns: readonly DataColumn<Row>[],
  order: SortOrder | null,
): readonly Row[] {
  const column = columns.find(({ key }) => key === order?.key);
  if (order === null || column?.sortBy === undefined) return rows;
  return sortRows(rows, (row) => column.sortBy?.(row) ?? null, order.descending);
}

interface HeadCellProps {
  readonly column: DataColumn<never>;
  readonly order: SortOrder | null;
  readonly onOrder: (order: SortOrder) => void;
}

function HeadCell({ column, order, onOrder }: HeadCellProps) {
  const { key, title, hint, align, width } = column;
  const isOrdered = order?.key === key;
  const sorting = isOrdered ? (order.descending ? "descending" : "ascending") : "none";
  if (column.sortBy === undefined)
    return (
      <th scope="col" data-align={align} style={{ width, minWidth: width }} title={hint}>
        {title}
      </th>
    );
  // Figures are first wanted from the largest down, names from A on.
  const next = { key, descending: isOrdered ? !order.descending : align === "right" };
  return (
    <th scope="col" data-align={align} style={{ width, minWidth: width }} aria-sort={sorting} title={hint}>
      <button type="button" className={classes.sort} data-sorting={sorting} onClick={() => onOrder(next)}>
        {title}
      </button>
    </th>
  );
}

interface TableRowProps {
  readonly id: string;
  readonly row: unknown;
  readonly columns: readonly DataColumn<unknown>[];
  /** Place in the whole table, the head being 1. */
  readonly index: number;
  readonly href: string | undefined;
  readonly isSelected: boolean;
  readonly onToggle: ((key: string) => void) | undefined;
}

const TableRow = memo(function TableRow({ id, row, columns, index, href, isSelected, onToggle }: TableRowProps) {
  return (
    <tr aria-rowindex={index} data-link={href !== undefined} data-selected={isSelected}>
      {onToggle !== undefined && (
        <td className={classes.choice}>
          <Checkbox size="xs" aria-label={`Choose ${id}`} checked={isSelected} onChange={() => onToggle(id)} />
        </td>
      )}
      {columns.map((column, place) => (
        <td key={column.key} data-align={column.align}>
          {place === 0 && href !== undefined ? (
            <Link href={href} className={classes.link}>
              {column.cell(row)}
            </Link>
          ) : (
            column.cell(row)
          )}
        </td>
      ))}
    </tr>
  );
});

/** Takes the height of rows that are not in the document. */
function Spacer({ rows, width }: { readonly rows: number; readonly width: number }) {
  if (rows <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td colSpan={width} style={{ height: rows * rowHeight, padding: 0, border: 0 }} />
    </tr>
  );
}

/** Which rows are in sight: all of a table that is short. */
function useSight(count: number, isLong: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ scrollTop: 0, height: standardHeight });
  const look = (): void => {
    const { current } = box;
    if (current === null || !isLong) return;
    const { scrollTop, clientHeight: height } = current;
    // A few rows are to spare: a new look is needed every few rows only.
    setPlace((before) =>
      Math.abs(before.scrollTop - scrollTop) < 4 * rowHeight && before.height === height
        ? before
        : { scrollTop, height },
    );
  };
  useLayoutEffect(look, [isLong, count]);
  const rows = isLong
    ? rowsInSight(count, { scrollTop: Math.max(0, place.scrollTop - headHeight), height: place.height, rowHeight })
    : { first: 0, end: count };
  return { box, onScroll: look, ...rows };
}
