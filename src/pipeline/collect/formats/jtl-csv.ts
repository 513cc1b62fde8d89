import { fieldText } from "../byte-names.ts";
import { notANumber, readDigits } from "../read-number.ts";
import { readTimeFast } from "../read-time.ts";
import { longestRow, nextLine, type RowScanner } from "../row-scanner.ts";
import type { Tally } from "../tally.ts";
import type { WindowStore } from "../window-store.ts";
import { endOfParent, JtlRow, JtlSamples, type JtlLayout } from "./jtl-samples.ts";
import { absentField, columnOf, FieldSplitter } from "./split-fields.ts";

/** The columns of JMeter 5 when the file has no header (`jmeter.save.saveservice.print_field_names=false`). */
const defaultColumns =
  "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect".split(
    ",",
  );

const transactionMessage = new TextEncoder().encode("Number of samples in transaction");

function isWord(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122);
}

/** The delimiter of a JTL: the byte after "timeStamp" or, without a header, after the digits of the first row. */
export function delimiterOf(bytes: Uint8Array): number {
  let at = bytes[0] === 0xef ? 3 : 0;
  if (bytes[at] === 34) at++;
  while (at < bytes.length && isWord(bytes[at] ?? 0)) at++;
  const byte = bytes[at] === 34 ? bytes[at + 1] : bytes[at];
  return byte === 9 || byte === 59 || byte === 124 ? byte : 44;
}

/**
 * JMeter's CSV results. Columns are found by name. Not counted, as they would count time twice: rows of transaction
 * controllers, and sub-results, which follow their parent in the same thread and within its time.
 */
export class JtlCsvScanner implements RowScanner {
  #splitter = new FieldSplitter(44);
  readonly #tally: Tally;
  readonly #samples: JtlSamples;
  readonly #row = new JtlRow();
  #header = false;
  #width = 0;
  #timeStamp = absentField;
  #elapsed = absentField;
  #label = absentField;
  #responseCode = absentField;
  #responseMessage = absentField;
  #threadName = absentField;
  #dataType = absentField;
  #success = absentField;
  #failureMessage = absentField;
  #received = absentField;
  #sent = absentField;
  #allThreads = absentField;
  #latency = absentField;
  #connect = absentField;
  /** The last row that was no sub-result: where its label and thread stand, and its time. */
  #parent: Uint8Array = new Uint8Array(0);
  #parentLabel = 0;
  #parentLabelTo = 0;
  #parentThread = 0;
  #parentThreadTo = 0;
  #parentStart = Infinity;
  #parentEnd = -Infinity;

  constructor(store: WindowStore, tally: Tally) {
    this.#tally = tally;
    const layout: JtlLayout = {
      text: fieldText,
      responseCode: () => this.#splitter.text(this.#row.bytes, this.#responseCode),
      failureMessage: () => this.#splitter.text(this.#row.bytes, this.#failureMessage),
    };
    this.#samples = new JtlSamples(store, tally, layout);
  }

  scan(bytes: Uint8Array, from: number, to: number, base: number, stop: number, last: boolean): number {
    if (!this.#header && from < to) this.#splitter = new FieldSplitter(delimiterOf(bytes.subarray(from, to)));
    const splitter = this.#splitter;
    splitter.begin(bytes, from, to, last);
    let at = from;
    while (at < to && at < stop) {
      let next = splitter.split(at);
      if (next < 0) {
        if (to - at < longestRow && !last) break;
        next = nextLine(bytes, at, to);
        if (next < 0) next = to;
        this.#tally.bad("a quote is never closed", base + at, bytes, at, next);
      } else if (!this.#header) this.#readHeader(bytes, at, next, base);
      else if (next - at > 2) this.#take(bytes, at, next, base);
      at = next;
    }
    this.#keepParent();
    return at;
  }

  #take(bytes: Uint8Array, from: number, to: number, base: number): void {
    const reason = this.#count(bytes);
    if (reason === null) this.#tally.rows++;
    else this.#tally.bad(reason, base + from, bytes, from, to);
  }

  /** Counts the row that was split; says why when it cannot be. */
  #count(bytes: Uint8Array): string | null {
    const splitter = this.#splitter;
    if (splitter.count < this.#width) return "too few fields";
    const { starts, ends, view } = splitter;
    const row = this.#row;
    row.bytes = bytes;
    row.start = readTimeFast(bytes, view, starts[this.#timeStamp] ?? 0, ends[this.#timeStamp] ?? 0);
    row.elapsed = readDigits(view, starts[this.#elapsed] ?? 0, ends[this.#elapsed] ?? 0);
    if (row.start === notANumber || row.elapsed === notANumber) return "time or elapsed is no number";
    row.labelFrom = starts[this.#label] ?? 0;
    row.labelTo = ends[this.#label] ?? 0;
    row.threadFrom = starts[this.#threadName] ?? 0;
    row.threadTo = ends[this.#threadName] ?? 0;
    if (this.#isTransaction(bytes) || this.#isSubResult(row)) return null;
    row.firstByte = readDigits(view, starts[this.#latency] ?? 0, ends[this.#latency] ?? 0);
    row.connect = readDigits(view, starts[this.#connect] ?? 0, ends[this.#connect] ?? 0);
    row.received = readDigits(view, starts[this.#received] ?? 0, ends[this.#received] ?? 0);
    row.sent = readDigits(view, starts[this.#sent] ?? 0, ends[this.#sent] ?? 0);
    row.users = readDigits(view, starts[this.#allThreads] ?? 0, ends[this.#allThreads] ?? 0);
    // "true", in any case.
    const success = starts[this.#success] ?? 0;
    row.success = this.#success === absentField || ((bytes[success] ?? 0) | 32) === 116;
    return this.#samples.add(row) ? null : "elapsed out of range";
  }

  #isTransaction(bytes: Uint8Array): boolean {
    const { starts, ends } = this.#splitter;
    const from = starts[this.#responseMessage] ?? 0;
    if ((ends[this.#responseMessage] ?? 0) - from < transactionMessage.length) return false;
    if ((ends[this.#dataType] ?? 0) > (starts[this.#dataType] ?? 0)) return false;
    for (let index = 0; index < transactionMessage.length; index++) {
      if (bytes[from + index] !== transactionMessage[index]) return false;
    }
    return true;
  }

  #isSubResult(row: JtlRow): boolean {
    const { bytes, labelFrom, threadFrom, threadTo } = row;
    const end = row.start + row.elapsed;
    if (row.start >= this.#parentStart && end <= this.#parentEnd) {
      const parentTo = endOfParent(bytes, labelFrom, row.labelTo);
      const from = this.#parentLabel;
      const thread = this.#parentThread;
      if (
        parentTo - labelFrom === this.#parentLabelTo - from &&
        threadTo - threadFrom === this.#parentThreadTo - thread &&
        equalBytes(bytes, labelFrom, parentTo, this.#parent, from) &&
        equalBytes(bytes, threadFrom, threadTo, this.#parent, thread)
      ) {
        return true;
      }
    }
    this.#parent = bytes;
    this.#parentLabel = labelFrom;
    this.#parentLabelTo = row.labelTo;
    this.#parentThread = threadFrom;
    this.#parentThreadTo = threadTo;
    this.#parentStart = row.start;
    this.#parentEnd = end;
    return false;
  }

  /** The bytes of a call are gone after it: those of the last parent are kept. */
  #keepParent(): void {
    const from = Math.min(this.#parentLabel, this.#parentThread);
    this.#parent = this.#parent.slice(from, Math.max(this.#parentLabelTo, this.#parentThreadTo));
    this.#parentLabel -= from;
    this.#parentLabelTo -= from;
    this.#parentThread -= from;
    this.#parentThreadTo -= from;
  }

  #readHeader(bytes: Uint8Array, from: number, to: number, base: number): void {
    this.#header = true;
    const first = this.#splitter.texts(bytes);
    const named = first.includes("timeStamp");
    // Columns that rows do not have count as absent: the places of a row's fields are read without a check.
    const names = named ? first : defaultColumns.slice(0, first.length);
    this.#timeStamp = columnOf(names, "timeStamp");
    this.#elapsed = columnOf(names, "elapsed");
    this.#label = columnOf(names, "label");
    this.#responseCode = columnOf(names, "responseCode");
    this.#responseMessage = columnOf(names, "responseMessage");
    this.#threadName = columnOf(names, "threadName");
    this.#dataType = columnOf(names, "dataType");
    this.#success = columnOf(names, "success");
    this.#failureMessage = columnOf(names, "failureMessage");
    this.#received = columnOf(names, "bytes");
    this.#sent = columnOf(names, "sentBytes");
    this.#allThreads = columnOf(names, "allThreads");
    this.#latency = columnOf(names, "Latency");
    this.#connect = columnOf(names, "Connect");
    this.#width = names.length;
    if (!named) this.#take(bytes, from, to, base);
  }
}

function equalBytes(bytes: Uint8Array, from: number, to: number, others: Uint8Array, start: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] !== others[start + at - from]) return false;
  return true;
}
