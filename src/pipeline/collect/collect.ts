import type { CollectionSummary, LimitRule, Window } from "../../contract/window.ts";
import { JtlCsvScanner } from "./formats/jtl-csv.ts";
import { JtlXmlScanner } from "./formats/jtl-xml.ts";
import { K6CsvScanner } from "./formats/k6-csv.ts";
import { K6JsonScanner } from "./formats/k6-json.ts";
import type { RowScanner } from "./row-scanner.ts";
import { Tally } from "./tally.ts";
import { WindowStore, type TakeScope } from "./window-store.ts";

export interface CollectorOptions {
  readonly format: CollectionSummary["format"];
  readonly limits: readonly LimitRule[];
  /**
   * A range of a file: its header, then bytes from place `from` on. Rows that start at `to` or beyond are left to another
   * collector (null = none are).
   */
  readonly range?: { readonly header: Uint8Array; readonly from: number; readonly to: number | null } | null;
}

/** Bytes in, windows out. */
export interface Collector {
  /** The next bytes of the stream, cut anywhere. They are not kept. */
  push(bytes: Uint8Array): void;
  /** Where the first row that was left to another collector starts; null while there is none. */
  readonly stoppedAt: number | null;
  /** Windows as deltas: "evicted" for lack of room, "settled" also those that the stream has passed, or "all". */
  take(scope: TakeScope): Window[];
  /** No more bytes: the remaining windows, and what there is to say of the stream. */
  end(): { windows: Window[]; summary: CollectionSummary };
}

/** Starts a collector of one stream. */
export function createCollector(options: CollectorOptions): Collector {
  const store = new WindowStore(options.limits);
  const tally = new Tally();
  const scanner = createScanner(options.format, store, tally);
  const range = options.range ?? null;
  const stopAt = range?.to ?? Infinity;
  let work = new Uint8Array(1 << 16);
  let held = 0;
  /** Place of work[0] in the stream. */
  let base = 0;
  let stoppedAt: number | null = null;

  const scan = (last: boolean): void => {
    const consumed = scanner.scan(work, 0, held, base, stopAt - base, last);
    work.copyWithin(0, consumed, held);
    held -= consumed;
    base += consumed;
    if (base >= stopAt) stoppedAt = base;
  };

  if (range !== null) {
    scanner.scan(range.header, 0, range.header.length, 0, Infinity, false);
    base = range.from;
  }

  return {
    get stoppedAt() {
      return stoppedAt;
    },
    push(bytes) {
      if (stoppedAt !== null) return;
      if (held + bytes.length > work.length) {
        const grown = new Uint8Array(Math.max(held + bytes.length, work.length * 2));
        grown.set(work.subarray(0, held));
        work = grown;
      }
      work.set(bytes, held);
      held += bytes.length;
      scan(false);
    },
    take: (scope) => store.take(scope),
    end() {
      const rest = held;
      const lineEnded = rest === 0 || work[rest - 1] === 10;
      const rowsBefore = tally.rows;
      if (stoppedAt === null) scan(true);
      const windows = store.take("all");
      const summary: CollectionSummary = {
        format: options.format,
        rows: tally.rows,
        badRows: tally.badRows,
        badRowExamples: tally.examples,
        firstAt: Number.isFinite(tally.firstAt) ? tally.firstAt : null,
        lastAt: Number.isFinite(tally.lastAt) ? tally.lastAt : null,
        truncated: stoppedAt === null && !lineEnded && tally.rows === rowsBefore,
        foldedSeries: store.foldedSeries,
        scenarioStarts: tally.scenarioStarts,
        leftovers: tally.leftovers,
      };
      return { windows, summary };
    },
  };
}

function createScanner(format: CollectionSummary["format"], store: WindowStore, tally: Tally): RowScanner {
  if (format === "k6-csv") return new K6CsvScanner(store, tally);
  if (format === "k6-json") return new K6JsonScanner(store, tally);
  if (format === "jtl-csv") return new JtlCsvScanner(store, tally);
  return new JtlXmlScanner(store, tally);
}
